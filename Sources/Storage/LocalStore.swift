internal import Synchronization
public import SystemPackage

/// A folder as an object store: the key is the path below it.
///
/// Uploads lie in `_flowconv/staging` below the root until they are published, on the same file system, so publishing is
/// a rename. The root and the staging folder are made when the first upload begins. Any number of stores, in any
/// number of processes, can work in one root at the same time.
public final class LocalStore: ObjectStore {
    /// The folder that holds the objects.
    public let root: FilePath

    private let area = Mutex<StagingArea?>(nil)

    /// Makes a store of a folder, which need not exist; an empty path is the current folder.
    public init(root: FilePath) {
        self.root = root.isEmpty ? "." : root
    }

    /// Removes what dead processes left in the staging folder, sealed uploads too, and returns how many folders there were.
    ///
    /// Call it after recovery has published what it wants from them. Living processes are told by a lock they hold. A
    /// folder with an upload of `kept` stays as it is.
    ///
    /// - Throws: ``StorageError`` when the staging folder cannot be listed.
    @discardableResult
    public func removeStaleUploads(keeping kept: [UploadTicket] = []) throws(StorageError) -> Int {
        try StagingArea.removeStale(in: root, keeping: Set(kept.compactMap { StagingArea.folderName(of: $0.token) }))
    }

    /// Whether there is anything in the staging folder.
    ///
    /// - Throws: ``StorageError`` when it cannot be listed.
    public func hasUploads() throws(StorageError) -> Bool { try !StagingArea.isEmpty(in: root) }

    /// Takes a lock: a file below the root that is held with `flock`.
    ///
    /// - Throws: ``StorageError`` when the file cannot be made or the file system has no locks.
    public func acquire(_ key: ObjectKey, contents: [UInt8]) throws(StorageError) -> (any ObjectLock)? {
        try LocalLock.acquire(try path(of: key, for: .create), contents: contents)
    }

    /// Starts an upload, for which it makes the root and the staging folder if need be.
    ///
    /// - Throws: ``StorageError``, also for keys below `_flowconv/staging`.
    public func beginUpload(_ key: ObjectKey) throws(StorageError) -> any ObjectUpload {
        try upload(key)
    }

    /// Publishes an upload that was sealed, by whatever process; it can be repeated.
    ///
    /// - Throws: ``StorageError``, also when there is neither such an upload nor the object.
    public func publish(_ ticket: UploadTicket) async throws(StorageError) {
        guard let key = try? ObjectKey(ticket.key), let staged = StagingArea.file(for: ticket.token, in: root) else {
            throw StorageError(.publish, ticket.key, .invalidTicket)
        }
        let destination = try path(of: key, for: .publish)
        do throws(StorageError) {
            try await DiskWait.run { () throws(StorageError) in try StagingArea.publish(staged, as: destination) }
        } catch {
            // Published before: what is left is to be sure that it stays so.
            guard error.errno == .noSuchFileOrDirectory, try size(of: key) != nil else { throw error }
            try Folders.sync(Folders.parent(of: destination))
        }
    }

    /// Writes a small object at once; it is durable when this returns.
    ///
    /// - Throws: ``StorageError``; the key then holds what it held before.
    public func put(_ key: ObjectKey, bytes: [UInt8]) async throws(StorageError) {
        let upload = try upload(key)
        do throws(StorageError) {
            try await upload.append(bytes)
            try await upload.publish()
        } catch {
            await upload.abort()
            throw error
        }
    }

    /// Returns a whole object.
    ///
    /// - Throws: ``StorageError``, also when there is none.
    public func get(_ key: ObjectKey) throws(StorageError) -> [UInt8] {
        try reading(key) { file throws(Errno) in
            try Syscalls.read(file, offset: 0, count: Int(Syscalls.status(file).size))
        }
    }

    /// Returns the bytes of an object that `range` names, all of them.
    ///
    /// - Throws: ``StorageError``, also when there is no object or it ends before the range does.
    public func read(_ key: ObjectKey, range: Range<Int>) throws(StorageError) -> [UInt8] {
        let bytes = try reading(key) { file throws(Errno) in
            // The size first, so that a range that makes no sense does not ask for memory.
            let end = min(range.upperBound, Int(try Syscalls.status(file).size))
            return try Syscalls.read(file, offset: range.lowerBound, count: max(0, end - range.lowerBound))
        }
        if bytes.count < range.count { throw StorageError(.read, root.appending(key.description).string, .endsEarly) }
        return bytes
    }

    /// Returns the size of an object in bytes, or nil when there is none.
    ///
    /// - Throws: ``StorageError`` when that cannot be found out.
    public func size(of key: ObjectKey) throws(StorageError) -> Int? {
        let path = try path(of: key, for: .read)
        do throws(Errno) {
            let status = try Syscalls.status(path)
            return status.type == .directory ? nil : Int(status.size)
        } catch .noSuchFileOrDirectory {
            return nil
        } catch .notDirectory {
            return nil
        } catch {
            throw StorageError(.read, path, error)
        }
    }

    /// Lists the objects below `folder`, or all of them, ordered by key.
    ///
    /// Files whose names are not UTF-8 cannot be objects, and are left out.
    ///
    /// - Throws: ``StorageError`` when a folder cannot be read.
    public func list(_ folder: ObjectKey?) throws(StorageError) -> [ObjectInfo] {
        let top = folder.map { root.appending($0.description) } ?? root
        let prefix = folder.map { FilePath($0.description) } ?? FilePath()
        if prefix.starts(with: StagingArea.prefix) { return [] }
        var walk = FileTreeWalk(root: top, missing: .skipped)
        walk.skip = { prefix.pushing($0) == StagingArea.prefix }
        return try walk.entries().compactMap { entry in
            guard let relative = String(validating: entry.relativePath), let key = try? ObjectKey(relative) else {
                return nil
            }
            return ObjectInfo(key: folder?.appending(key) ?? key, size: entry.file.size)
        }
    }

    /// Removes an object, and the folders that it leaves empty; that there is none is no error.
    ///
    /// - Throws: ``StorageError`` when it is still there.
    public func delete(_ key: ObjectKey) throws(StorageError) {
        let path = try path(of: key, for: .delete)
        do throws(Errno) {
            try Syscalls.remove(path)
        } catch .noSuchFileOrDirectory {
            return
        } catch .notDirectory {
            return
        } catch {
            throw StorageError(.delete, path, error)
        }
        Folders.removeEmpty(Folders.parent(of: path), below: root)
    }

    private func upload(_ key: ObjectKey) throws(StorageError) -> LocalUpload {
        let destination = try path(of: key, for: .create)
        let area = try area.withLock { area throws(StorageError) in
            if let area { return area }
            let new = try StagingArea(root: root)
            area = new
            return new
        }
        return try LocalUpload(key, to: destination, in: area)
    }

    private func path(of key: ObjectKey, for operation: StorageError.Operation) throws(StorageError) -> FilePath {
        if FilePath(key.description).starts(with: StagingArea.prefix) {
            throw StorageError(operation, key.description, .reservedKey)
        }
        return root.appending(key.description)
    }

    private func reading<Value>(
        _ key: ObjectKey,
        _ body: (FileDescriptor) throws(Errno) -> Value
    ) throws(StorageError) -> Value {
        let path = try path(of: key, for: .read)
        do throws(Errno) {
            let file = try Syscalls.open(path, .readOnly)
            defer { Syscalls.close(file) }
            return try body(file)
        } catch {
            throw StorageError(.read, path, error)
        }
    }
}
