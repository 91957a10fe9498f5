internal import SystemPackage

/// Makes and removes chains of folders.
enum Folders {
    /// Makes a folder and those above it, as far as they are missing, and makes their names durable.
    static func make(_ path: FilePath) throws(StorageError) {
        do throws(Errno) {
            try Syscalls.makeFolder(path)
        } catch .fileExists {
            return try requireFolder(path)
        } catch .noSuchFileOrDirectory where path.removingLastComponent() != path && !path.isEmpty {
            try make(parent(of: path))
            do throws(Errno) {
                try Syscalls.makeFolder(path)
            } catch .fileExists {
                return try requireFolder(path)
            } catch {
                throw StorageError(.create, path, error)
            }
        } catch {
            throw StorageError(.create, path, error)
        }
        try sync(parent(of: path))
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
        while folder != root, folder.starts(with: root) || root.isEmpty || root == ".", !folder.isEmpty {
            guard (try? Syscalls.removeFolder(folder)) != nil else { return }
            folder.removeLastComponent()
        }
    }

    /// The folder that holds `path`; for a bare name the current one.
    static func parent(of path: FilePath) -> FilePath {
        let parent = path.removingLastComponent()
        return parent.isEmpty ? "." : parent
    }

    private static func requireFolder(_ path: FilePath) throws(StorageError) {
        let status: Stat
        do throws(Errno) {
            status = try Syscalls.status(path)
        } catch {
            throw StorageError(.create, path, error)
        }
        if status.type != .directory { throw StorageError(.create, path, .notDirectory) }
    }
}
