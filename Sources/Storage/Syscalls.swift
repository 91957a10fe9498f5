internal import SystemPackage

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The funnel: every system call of this module goes through here.
///
/// Each function throws `Errno`, tries again when a signal interrupts it, and knows nothing of keys or stores. Unsafe
/// pointers stay in this file, but for the buffer that ``InputFile`` is given by its caller.
enum Syscalls {
    /// What `flock` found.
    enum LockOutcome {
        case locked
        case heldByAnother
    }

    /// Opens a file; what is created gets the mode that the umask leaves of 0666.
    static func open(
        _ path: FilePath,
        _ mode: FileDescriptor.AccessMode,
        options: FileDescriptor.OpenOptions = []
    ) throws(Errno) -> FileDescriptor {
        // Before anything is created.
        let next = try typed { try FileDescriptor.open("/", .readOnly, options: [.directory, .closeOnExec]) }
        close(next)
        if OpenFiles.isReserved(next) { throw .tooManyOpenFiles }
        return try typed {
            // Child processes have no business with our files, and must not keep our locks.
            try FileDescriptor.open(
                path,
                mode,
                options: options.union(.closeOnExec),
                permissions: FilePermissions(rawValue: 0o666)
            )
        }
    }

    /// The most files that this process may have open at a time.
    static let openFileLimit: Int = {
        let limit = sysconf(Int32(_SC_OPEN_MAX))
        return limit < 0 ? .max : limit
    }()

    /// Closes a file; an error is of no use to anyone, since whatever must be durable was synced before.
    static func close(_ file: FileDescriptor) {
        try? file.close()
    }

    /// Reads once; 0 is the end.
    static func read(_ file: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        while true {
            do throws(Errno) {
                return try typed { try file.read(into: buffer) }
            } catch .resourceTemporarilyUnavailable {
                // Standard input may be non-blocking, because some other process that shares it wanted so.
                try waitUntilReadable(file)
            }
        }
    }

    /// Reads `count` bytes from `offset` on, fewer only where the file ends.
    static func read(_ file: FileDescriptor, offset: Int, count: Int) throws(Errno) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        // Unsafe: the system fills the array in place; the buffer does not leave the closure. The closure returns a
        // result because `withUnsafeMutableBytes` would forget the error's type.
        let filled = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(Errno) in
                var filled = 0
                while filled < count {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                    let place = Int64(offset + filled)
                    let got = try typed { try file.read(fromAbsoluteOffset: place, into: rest) }
                    if got == 0 { break }
                    filled += got
                }
                return filled
            }
        }
        bytes.removeLast(count - (try filled.get()))
        return bytes
    }

    /// Writes all of `bytes`.
    static func write(_ bytes: [UInt8], to file: FileDescriptor) throws(Errno) {
        // Unsafe: the system reads the array in place; the buffer does not leave the closure.
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(Errno) in
                var written = 0
                while written < buffer.count {
                    let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                    let taken = try typed { try file.write(rest) }
                    // Nothing taken and no error: going on would go on for ever.
                    if taken == 0 { throw Errno.ioError }
                    written += taken
                }
            }
        }
        try result.get()
    }

    /// Waits until the bytes of a file are durable.
    static func sync(_ file: FileDescriptor) throws(Errno) {
        try check { fsync(file.rawValue) }
    }

    /// Waits until the names in a folder are durable.
    static func syncFolder(_ path: FilePath) throws(Errno) {
        let folder = try open(path, .readOnly, options: .directory)
        defer { close(folder) }
        do throws(Errno) {
            try sync(folder)
        } catch .invalidArgument {
            // Some network file systems cannot sync a folder; there is nothing else to be done.
        }
    }

    /// The folder that relative paths begin at.
    static func currentFolder() throws(Errno) -> FilePath {
        // Unsafe: getcwd allocates the text, which is copied and freed at once.
        guard let text = getcwd(nil, 0) else { throw lastError }
        defer { free(text) }
        return FilePath(platformString: text)
    }

    /// Gives a file another name on the same file system, in place of any file that has it.
    static func rename(_ old: FilePath, to new: FilePath) throws(Errno) {
        try check { withPaths(old, new) { cRename($0, $1) } }
    }

    /// Makes one folder with the mode that the umask leaves of `mode`.
    static func makeFolder(_ path: FilePath, mode: FilePermissions = FilePermissions(rawValue: 0o777)) throws(Errno) {
        try check { path.withPlatformString { mkdir($0, mode.rawValue) } }
    }

    /// Removes an empty folder.
    static func removeFolder(_ path: FilePath) throws(Errno) {
        try check { path.withPlatformString { rmdir($0) } }
    }

    /// Removes a file.
    static func remove(_ path: FilePath) throws(Errno) {
        try check { path.withPlatformString { unlink($0) } }
    }

    /// Describes what a path leads to, through symbolic links.
    static func status(_ path: FilePath) throws(Errno) -> Stat {
        try Stat(path)
    }

    /// Describes an open file.
    static func status(_ file: FileDescriptor) throws(Errno) -> Stat {
        try file.stat()
    }

    /// Makes a file empty.
    static func truncate(_ file: FileDescriptor) throws(Errno) {
        try check { ftruncate(file.rawValue, 0) }
    }

    /// Takes the lock of an open file without waiting; closing the file, or the end of the process, releases it.
    static func lock(_ file: FileDescriptor) throws(Errno) -> LockOutcome {
        do throws(Errno) {
            try check { flock(file.rawValue, LOCK_EX | LOCK_NB) }
            return .locked
        } catch .wouldBlock {
            return .heldByAnother
        }
    }

    /// Returns the names in a folder, in no order, without `.` and `..`.
    static func names(in folder: FilePath) throws(Errno) -> [FilePath.Component] {
        guard let stream = folder.withPlatformString({ opendir($0) }) else { throw lastError }
        defer { closedir(stream) }
        var names: [FilePath.Component] = []
        while true {
            // readdir tells the end from an error by errno alone.
            setLastError(0)
            guard let entry = readdir(stream) else {
                if lastError.rawValue != 0 { throw lastError }
                return names
            }
            // Unsafe: the name is a C string inside the entry, which is good until the next readdir; it is copied here.
            let component = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    FilePath.Component(platformString: $0)
                }
            }
            if let component, component.kind == .regular { names.append(component) }
        }
    }

    /// When a file was changed last, in nanoseconds since 1970.
    static func modificationTime(of status: Stat) -> Int64 {
        Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }

    /// The bytes of a path, which need not be UTF-8.
    static func bytes(of path: FilePath) -> [UInt8] {
        // Unsafe: a C string that is good inside the closure; its bytes are copied there.
        path.withPlatformString { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }

    /// The time of day in seconds since 1970.
    static func timeOfDay() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int(now.tv_sec)
    }

    private static func waitUntilReadable(_ file: FileDescriptor) throws(Errno) {
        _ = try isReadable(file, within: -1)
    }

    /// Whether reading would not block: there are bytes, or the end is reached.
    ///
    /// - Parameter milliseconds: How long to wait for it; for ever where it is negative.
    static func isReadable(_ file: FileDescriptor, within milliseconds: Int) throws(Errno) -> Bool {
        var request = pollfd(fd: file.rawValue, events: Int16(POLLIN), revents: 0)
        try check { poll(&request, 1, CInt(clamping: milliseconds)) }
        return request.revents != 0
    }

    /// Runs a call that returns a negative number and sets `errno` when it fails.
    private static func check(_ call: () -> CInt) throws(Errno) {
        while call() < 0 {
            let error = lastError
            if error != .interrupted { throw error }
        }
    }

    /// Gives the errors of `FileDescriptor`, which are always `Errno`, their type.
    private static func typed<Value>(_ body: () throws -> Value) throws(Errno) -> Value {
        do {
            return try body()
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    private static func withPaths(
        _ first: FilePath,
        _ second: FilePath,
        _ body: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> CInt
    ) -> CInt {
        first.withPlatformString { first in second.withPlatformString { second in body(first, second) } }
    }

    private static var lastError: Errno { Errno(rawValue: errno) }

    private static func setLastError(_ value: CInt) { errno = value }
}

/// C's `rename`; inside ``Syscalls`` the name means its own function.
private func cRename(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> CInt { rename(old, new) }
