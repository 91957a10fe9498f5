internal import SystemPackage

extension StagingArea {
    /// Removes the staging folders whose owners are no more, and returns how many.
    ///
    /// What cannot be removed, such as another user's folder, is left for a run that can.
    static func removeStale(in root: FilePath, keeping kept: Set<String>) throws(StorageError) -> Int {
        let parent = root.pushing(prefix)
        let names: [FilePath.Component]
        do throws(Errno) {
            names = try Syscalls.names(in: parent)
        } catch .noSuchFileOrDirectory {
            return 0
        } catch {
            throw StorageError(.list, parent, error)
        }
        var removed = 0
        for name in names where !kept.contains(name.string) {
            if (try? removeIfStale(parent.appending(name))) == true { removed += 1 }
        }
        Folders.removeEmpty(parent, below: root)
        return removed
    }

    /// Whether there is no staging folder, or nothing in it.
    static func isEmpty(in root: FilePath) throws(StorageError) -> Bool {
        let parent = root.pushing(prefix)
        do throws(Errno) {
            return try Syscalls.names(in: parent).isEmpty
        } catch .noSuchFileOrDirectory {
            return true
        } catch .notDirectory {
            return true
        } catch {
            throw StorageError(.list, parent, error)
        }
    }

    private static func removeIfStale(_ folder: FilePath) throws(Errno) -> Bool {
        let lockPath = folder.appending(lockName)
        let lock: FileDescriptor
        do throws(Errno) {
            lock = try Syscalls.open(lockPath, .readWrite)
        } catch .noSuchFileOrDirectory {
            // The owner ended, or is, between making the folder and the lock file. In the second case it starts over.
            try Syscalls.removeFolder(folder)
            return true
        }
        defer { Syscalls.close(lock) }
        guard try Syscalls.lock(lock) == .locked, try isSame(lock, lockPath) else { return false }
        for name in try Syscalls.names(in: folder) where name != lockName {
            try Syscalls.remove(folder.appending(name))
        }
        try Syscalls.remove(lockPath)
        try Syscalls.removeFolder(folder)
        return true
    }
}
