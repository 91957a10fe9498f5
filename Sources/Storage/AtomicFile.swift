public import SystemPackage

/// Small files that are replaced as a whole, so that nobody reads half of one.
public enum AtomicFile {
    /// Puts a file with these bytes in place of whatever has the name.
    ///
    /// It is not synced: what is lost with the power is written anew by the next run.
    ///
    /// - Throws: ``StorageError``; the file then is what it was.
    public static func replace(_ path: FilePath, bytes: [UInt8]) throws(StorageError) {
        guard let name = path.lastComponent else { throw StorageError(.create, path, .isDirectory) }
        let temporary = Folders.parent(of: path).appending(".\(name.string).new")
        do throws(Errno) {
            let file = try Syscalls.open(temporary, .writeOnly, options: [.create, .truncate])
            defer { Syscalls.close(file) }
            try Syscalls.write(bytes, to: file)
            try Syscalls.rename(temporary, to: path)
        } catch {
            try? Syscalls.remove(temporary)
            throw StorageError(.create, path, error)
        }
    }
}
