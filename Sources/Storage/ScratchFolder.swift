public import SystemPackage

/// A folder for files of the moment, which nobody else may read.
public struct ScratchFolder: Sendable {
    /// Where it is.
    public let path: FilePath

    /// Makes a folder with a name of its own in `parent`.
    ///
    /// - Parameter prefix: What the name begins with.
    /// - Throws: ``StorageError`` where `parent` is missing or may not be written to.
    public init(in parent: FilePath, prefix: String) throws(StorageError) {
        path = parent.appending(prefix + String(UInt64.random(in: .min ... .max), radix: 36))
        do throws(Errno) {
            try Syscalls.makeFolder(path, mode: .ownerReadWriteExecute)
        } catch {
            throw StorageError(.create, path, error)
        }
    }

    /// Writes a file into the folder.
    ///
    /// - Throws: ``StorageError``.
    public func write(_ bytes: [UInt8], to name: FilePath.Component) throws(StorageError) -> FilePath {
        let path = path.appending(name)
        do throws(Errno) {
            let file = try Syscalls.open(path, .writeOnly, options: [.create, .exclusiveCreate])
            defer { Syscalls.close(file) }
            try Syscalls.write(bytes, to: file)
            return path
        } catch {
            throw StorageError(.write, path, error)
        }
    }

    /// Removes the folder and all that is in it, as far as the system lets.
    public func remove() { Self.remove(path) }

    /// Removes what is in the folder under that name, as far as the system lets.
    public func remove(_ name: FilePath.Component) { Self.remove(path.appending(name)) }

    private static func remove(_ path: FilePath) {
        // A link is removed, never followed: only what cannot be removed as a file is taken for a folder.
        if (try? Syscalls.remove(path)) != nil { return }
        for name in (try? Syscalls.names(in: path)) ?? [] { remove(path.appending(name)) }
        try? Syscalls.removeFolder(path)
    }
}
