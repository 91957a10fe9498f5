import SystemPackage

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A new folder that is removed with all that is in it when the test lets go of it.
final class TemporaryFolder {
    let path: FilePath

    init() throws {
        var template = Array("/tmp/flowconv-tests-XXXXXX".utf8CString)
        guard let name = mkdtemp(&template) else { throw Errno(rawValue: errno) }
        path = FilePath(platformString: name)
    }

    deinit {
        // Backwards, so that what is in a folder goes before the folder.
        for name in ((try? contents()) ?? []).reversed() { remove(path.appending(name).string) }
        rmdir(path.string)
    }

    /// Makes a file, and the folders that it needs.
    func write(_ name: String, _ text: String = "") throws {
        let file = path.appending(name)
        makeFolders(file.removingLastComponent())
        let descriptor = try FileDescriptor.open(
            file,
            .writeOnly,
            options: [.create, .truncate],
            permissions: FilePermissions(rawValue: 0o644)
        )
        defer { try? descriptor.close() }
        try descriptor.writeAll(text.utf8)
    }

    func makeFolder(_ name: String) { makeFolders(path.appending(name)) }

    func link(_ name: String, to target: String) {
        precondition(symlink(target, path.appending(name).string) == 0)
    }

    /// Everything below the folder, files and folders, ordered.
    func contents() throws -> [String] {
        var found: [String] = []
        var pending = [FilePath()]
        while let relative = pending.popLast() {
            guard let stream = opendir(path.pushing(relative).string) else { continue }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." { continue }
                found.append(relative.appending(name).string)
                if entry.pointee.d_type == DT_DIR { pending.append(relative.appending(name)) }
            }
        }
        return found.sorted()
    }

    private func makeFolders(_ folder: FilePath) {
        if mkdir(folder.string, 0o755) != 0, errno == ENOENT {
            makeFolders(folder.removingLastComponent())
            mkdir(folder.string, 0o755)
        }
    }
}
