public import SystemPackage

/// A file, pipe or standard input, open for reading from front to back.
///
/// It is closed when the value goes out of use; standard input is left open.
public struct InputFile: ~Copyable, Sendable {
    /// What was opened; `-` for standard input.
    public let path: FilePath

    private let file: FileDescriptor

    /// Opens a file, or standard input if `path` is `-` (a file of that name is `./-`).
    ///
    /// - Throws: ``StorageError`` naming the path.
    public init(path: FilePath) throws(StorageError) {
        if path == "-" {
            file = .standardInput
        } else {
            do throws(Errno) {
                file = try Syscalls.open(path, .readOnly)
            } catch {
                throw StorageError(.read, path, error)
            }
        }
        self.path = path
    }

    deinit {
        if !isStandardInput { Syscalls.close(file) }
    }

    /// Whether this is standard input.
    public var isStandardInput: Bool { path == "-" }

    /// The size in bytes, or nil for what has none, such as a pipe.
    ///
    /// - Throws: ``StorageError`` when the system will not tell.
    public func size() throws(StorageError) -> Int? {
        do throws(Errno) {
            let status = try Syscalls.status(file)
            return status.type == .regular ? Int(status.size) : nil
        } catch {
            throw StorageError(.read, name, error)
        }
    }

    /// Reads part of a regular file, wherever reading from front to back stands.
    ///
    /// - Throws: ``StorageError``, also where the file ends before the range does.
    public func bytes(_ range: Range<Int>) throws(StorageError) -> [UInt8] {
        do throws(Errno) {
            return try Syscalls.read(file, offset: range.lowerBound, count: range.count)
        } catch {
            throw StorageError(.read, name, error)
        }
    }

    /// Whether there is something to read by now, be it the end.
    ///
    /// - Parameter milliseconds: How long to wait for it.
    /// - Throws: ``StorageError``.
    public func isReadable(within milliseconds: Int) throws(StorageError) -> Bool {
        do throws(Errno) {
            return try Syscalls.isReadable(file, within: max(milliseconds, 0))
        } catch {
            throw StorageError(.read, name, error)
        }
    }

    // Unsafe: a raw buffer, because it is the one that the inflater reads from next, reused for every piece.

    /// Reads what there is next into `buffer`, waiting for at least one byte.
    ///
    /// The buffer is the caller's and is not kept. It must not be empty, or the result cannot be told from the end.
    ///
    /// - Returns: How many bytes were read; 0 at the end.
    /// - Throws: ``StorageError``.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(StorageError) -> Int {
        // Unsafe: the buffer is the one that the inflater reads from next, and serves for every piece of every file.
        do throws(Errno) {
            return try Syscalls.read(file, into: buffer)
        } catch {
            throw StorageError(.read, name, error)
        }
    }

    /// What to call it in a message.
    private var name: FilePath { isStandardInput ? "standard input" : path }
}
