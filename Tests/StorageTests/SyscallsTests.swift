#if os(Linux)
    import Glibc
    import SystemPackage
    import Testing

    @testable import Storage

    @Suite("System calls")
    struct SyscallsTests {
        @Test("a non-blocking pipe is waited for, as standard input may be one")
        func nonBlocking() throws {
            let pipe = try FileDescriptor.pipe(options: .nonBlocking)
            defer { try? pipe.readEnd.close() }
            // A thread, not a task: the read below blocks, and there may be only one thread for tasks.
            var thread = pthread_t()
            let writeEnd = UnsafeMutableRawPointer(bitPattern: Int(pipe.writeEnd.rawValue))
            let created = pthread_create(
                &thread,
                nil,
                { argument in
                    usleep(50_000)
                    let file = FileDescriptor(rawValue: CInt(Int(bitPattern: argument)))
                    _ = try? file.writeAll("late".utf8)
                    try? file.close()
                    return nil
                },
                writeEnd
            )
            #expect(created == 0)
            var buffer = [UInt8](repeating: 0, count: 10)
            let first = try buffer.withUnsafeMutableBytes { try Syscalls.read(pipe.readEnd, into: $0) }
            #expect(Array(buffer[..<first]) == Array("late".utf8))
            pthread_join(thread, nil)
            let end = try buffer.withUnsafeMutableBytes { try Syscalls.read(pipe.readEnd, into: $0) }
            #expect(end == 0)
        }

        @Test("a second lock is refused until the first file is closed")
        func locks() throws {
            let folder = try TemporaryFolder()
            try folder.write("lock")
            let path = folder.path.appending("lock")
            let first = try Syscalls.open(path, .readWrite)
            let second = try Syscalls.open(path, .readWrite)
            #expect(try Syscalls.lock(first) == .locked)
            #expect(try Syscalls.lock(second) == .heldByAnother)
            Syscalls.close(first)
            #expect(try Syscalls.lock(second) == .locked)
            Syscalls.close(second)
        }
    }
#endif
