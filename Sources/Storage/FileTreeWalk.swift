internal import SystemPackage

/// One walk through a folder and all that is in it.
struct FileTreeWalk {
    /// What to do about files and folders that are not there, or not any more.
    enum Missing {
        case refused
        case skipped
        /// The root is refused, what has gone from below it is skipped.
        case skippedBelowRoot
    }

    /// A file, and its path from the root of the walk.
    struct Entry {
        var relativePath: FilePath
        var file: FileTree.File
    }

    private struct FolderIdentity: Hashable {
        var device: UInt64
        var inode: UInt64

        init(_ status: Stat) {
            device = UInt64(truncatingIfNeeded: status.deviceID.rawValue)
            inode = UInt64(truncatingIfNeeded: status.inode.rawValue)
        }
    }

    let root: FilePath
    let missing: Missing
    /// Tells the relative paths to leave alone.
    var skip: (FilePath) -> Bool = { _ in false }

    init(root: FilePath, missing: Missing) {
        self.root = root
        self.missing = missing
    }

    /// Walks, and returns the files in the byte order of their relative paths.
    func entries() throws(StorageError) -> [Entry] {
        guard let status = try status(root) else { return [] }
        guard status.type == .directory else {
            // A bare file has no path below itself. For stores, a file is not a folder and has nothing in it.
            return missing == .skipped ? [] : [entry(FilePath(), status)]
        }
        var found: [Entry] = []
        // Folders still to be read; the last is next. A stack of our own, since trees can be deeper than the thread's.
        var pending = [(relative: FilePath(), identity: FolderIdentity(status))]
        var seen: Set<FolderIdentity> = []
        while let folder = pending.popLast() {
            // Looked up when its turn comes, so that of several ways to a folder always the same one wins.
            guard seen.insert(folder.identity).inserted else { continue }
            var subfolders: [(relative: FilePath, identity: FolderIdentity)] = []
            for name in try names(in: folder.relative) {
                let relative = folder.relative.appending(name)
                if skip(relative) { continue }
                guard let status = try self.status(root.pushing(relative)) else { continue }
                switch status.type {
                case .directory: subfolders.append((relative, FolderIdentity(status)))
                case .regular: found.append(entry(relative, status))
                default: break
                }
            }
            pending += subfolders.reversed()
        }
        return Self.inByteOrder(found, by: \.relativePath)
    }

    private func entry(_ relative: FilePath, _ status: Stat) -> Entry {
        let file = FileTree.File(
            path: root.pushing(relative),
            size: Int(status.size),
            modificationTime: Syscalls.modificationTime(of: status)
        )
        return Entry(relativePath: relative, file: file)
    }

    private func names(in relative: FilePath) throws(StorageError) -> [FilePath.Component] {
        let path = root.pushing(relative)
        do throws(Errno) {
            return Self.inByteOrder(try Syscalls.names(in: path)) { FilePath(root: nil, [$0]) }
        } catch .noSuchFileOrDirectory where skips(path) {
            return []
        } catch {
            throw StorageError(.list, path, error)
        }
    }

    private func status(_ path: FilePath) throws(StorageError) -> Stat? {
        do throws(Errno) {
            return try Syscalls.status(path)
        } catch .noSuchFileOrDirectory where skips(path) {
            return nil
        } catch .notDirectory where skips(path) {
            return nil
        } catch {
            throw StorageError(.list, path, error)
        }
    }

    private func skips(_ path: FilePath) -> Bool {
        missing == .skipped || (missing == .skippedBelowRoot && path != root)
    }

    private static func inByteOrder<Element>(_ elements: [Element], by path: (Element) -> FilePath) -> [Element] {
        elements.map { (bytes: Syscalls.bytes(of: path($0)), element: $0) }
            .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
            .map(\.element)
    }
}
