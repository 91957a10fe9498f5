internal import SystemPackage

/// Makes and removes chains of folders.
enum Folders {
    /// Makes a folder and those above it, as far as they are missing, and makes their names durable.
    static func make(_ path: FilePath) throws(StorageError) {
        // Another process may remove a folder because it is empty, just before something is made in it.
        for _ in 0..<100 {
            do throws(Errno) {
                try Syscalls.makeFolder(path)
                try Syscalls.syncFolder(parent(of: path))
                return
            } catch .noSuchFileOrDirectory {
                let parent = parent(of: path)
                if parent != path { try make(parent) }
            } catch .fileExists {
                if try isFolder(path) { return }
            } catch {
                throw StorageError(.create, path, error)
            }
        }
        throw StorageError(.create, path, .noSuchFileOrDirectory)
    }

    /// Waits until the names in a folder are durable.
    static func sync(_ path: FilePath) throws(StorageError) {
        do throws(Errno) {
            try Syscalls.syncFolder(path)
        } catch {
            throw StorageError(.sync, path, error)
        }
    }

    /// Removes `folder` and those above it, up to but not including `root`, as far as they are empty.
    static func removeEmpty(_ folder: FilePath, below root: FilePath) {
        var folder = folder
        while folder != root, folder.starts(with: root) {
            guard (try? Syscalls.removeFolder(folder)) != nil else { return }
            folder.removeLastComponent()
        }
    }

    /// The folder that holds `path`; for a bare name the current one.
    static func parent(of path: FilePath) -> FilePath {
        let parent = path.removingLastComponent()
        return parent.isEmpty ? "." : parent
    }

    /// Whether a path that was there a moment ago is a folder; false when it is gone.
    private static func isFolder(_ path: FilePath) throws(StorageError) -> Bool {
        do throws(Errno) {
            if try Syscalls.status(path).type == .directory { return true }
        } catch .noSuchFileOrDirectory {
            return false
        } catch {
            throw StorageError(.create, path, error)
        }
        throw StorageError(.create, path, .notDirectory)
    }
}
