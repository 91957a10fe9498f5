import SystemPackage
import Testing

@testable import Storage

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("Storage errors")
struct StorageErrorTests {
    @Test("common causes come with advice")
    func advice() {
        func text(_ operation: StorageError.Operation, _ errno: Errno) -> String {
            StorageError(operation, "p", .system(errno)).description
        }
        #expect(text(.write, .noSpace) == "cannot write p: no space left: free some or choose another --output")
        #expect(text(.write, .diskQuotaExceeded).contains("quota"))
        #expect(text(.create, .readOnlyFileSystem).contains("choose another --output"))
        #expect(text(.create, .permissionDenied).contains("choose another --output"))
        #expect(text(.create, .notPermitted).contains("choose another --output"))
        #expect(!text(.read, .permissionDenied).contains("--output"))
        #expect(text(.read, .tooManyOpenFiles).contains("ulimit -n"))
        #expect(text(.create, .noSuchFileOrDirectory).contains("removed meanwhile"))
        #expect(text(.read, .noSuchFileOrDirectory) == "cannot read p: it does not exist: check the spelling")
        #expect(text(.read, .isDirectory).contains("folder"))
        #expect(text(.read, .notDirectory).contains("folder"))
        #expect(text(.read, .ioError) == "cannot read p: \(Errno.ioError.description)")
        #expect(!text(.read, .ioError).contains("\n"))
    }

    #if os(Linux)
        @Test("a full device is reported, not looped on")
        func fullDevice() throws {
            let file = try Syscalls.open("/dev/full", .writeOnly)
            defer { Syscalls.close(file) }
            #expect(throws: Errno.noSpace) { try Syscalls.write([1, 2, 3], to: file) }
        }

        /// A tiny file system of its own, if this process may mount one.
        @Test("a disk that fills up: the error says so, abort leaves nothing, and there is room again")
        func fullDisk() async throws {
            let folder = try TemporaryFolder()
            guard mount("tmpfs", folder.path.string, "tmpfs", 0, "size=256k") == 0 else { return }
            defer { umount2(folder.path.string, Int32(MNT_DETACH)) }
            let store = LocalStore(root: folder.path)
            let upload = try store.beginUpload(ObjectKey("a"))
            let error = await #expect(throws: StorageError.self) {
                for _ in 0..<100 { try await upload.append([UInt8](repeating: 1, count: 10_000)) }
            }
            #expect(error?.errno == .noSpace)
            #expect(error?.description.contains("/a: no space left") == true)
            await upload.abort()
            #expect(try store.list(nil).isEmpty)
            try await store.put(ObjectKey("b"), bytes: [UInt8](repeating: 1, count: 100_000))
            let put = await #expect(throws: StorageError.self) {
                try await store.put(ObjectKey("b"), bytes: [UInt8](repeating: 2, count: 300_000))
            }
            #expect(put?.errno == .noSpace)
            #expect(try store.get(ObjectKey("b")) == [UInt8](repeating: 1, count: 100_000))

        }

        @Test("a read-only file system")
        func readOnly() async throws {
            let folder = try TemporaryFolder()
            guard mount("tmpfs", folder.path.string, "tmpfs", UInt(MS_RDONLY), nil) == 0 else { return }
            defer { umount2(folder.path.string, Int32(MNT_DETACH)) }
            let store = LocalStore(root: folder.path.appending("lake"))
            let error = await #expect(throws: StorageError.self) { try await store.put(ObjectKey("a"), bytes: [1]) }
            #expect(error?.errno == .readOnlyFileSystem)
            #expect(try store.list(nil).isEmpty)
        }
    #endif

    @Test("a root that may not be written to", .enabled(if: geteuid() != 0, "root may write anywhere"))
    func unwritable() async throws {
        let folder = try TemporaryFolder()
        #expect(chmod(folder.path.string, 0o555) == 0)
        defer { chmod(folder.path.string, 0o755) }
        let store = LocalStore(root: folder.path.appending("lake"))
        let error = await #expect(throws: StorageError.self) { try await store.put(ObjectKey("a"), bytes: [1]) }
        #expect(error?.errno == .permissionDenied)
        #expect(error?.subject == store.root.string)
        let there = LocalStore(root: folder.path)
        await #expect(throws: StorageError.self) { try await there.put(ObjectKey("a"), bytes: [1]) }
    }
}
