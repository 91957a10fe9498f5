public import SystemPackage

/// Paths from the root of the file system.
public enum AbsolutePath {
    /// The path from the root, with `.` and `..` resolved by their spelling alone.
    ///
    /// - Throws: ``StorageError`` where the current folder is gone.
    public static func of(_ path: FilePath) throws(StorageError) -> FilePath {
        guard path.isRelative else { return path.lexicallyNormalized() }
        do throws(Errno) {
            return try Syscalls.currentFolder().pushing(path).lexicallyNormalized()
        } catch {
            throw StorageError(.read, path, error)
        }
    }
}
