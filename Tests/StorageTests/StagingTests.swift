import Storage
import SystemPackage
import Testing

@Suite("Staging")
struct StagingTests {
    @Test("what dead processes left goes, what living ones hold stays")
    func stale() async throws {
        let folder = try TemporaryFolder()
        // As a process leaves it that is killed: the lock file is there, nobody holds the lock.
        try folder.write("_flowconv/staging/dead/lock")
        try folder.write("_flowconv/staging/dead/1", "half an upload")
        // Killed between making the folder and the lock file.
        folder.makeFolder("_flowconv/staging/newborn")
        let living = LocalStore(root: folder.path)
        let upload = try living.beginUpload(ObjectKey("a"))
        try await upload.append([1, 2])
        let other = LocalStore(root: folder.path)
        let second = try other.beginUpload(ObjectKey("b"))
        #expect(try other.removeStaleUploads() == 2)
        #expect(try living.removeStaleUploads() == 0)
        let left = try folder.contents().filter { $0.hasPrefix("_flowconv/staging/") }
        // Two folders, in each a lock file and an upload.
        #expect(left.count == 6)
        #expect(!left.contains { $0.contains("dead") || $0.contains("newborn") })
        try await upload.publish()
        await second.abort()
        #expect(try living.get(ObjectKey("a")) == [1, 2])
    }

    @Test("an upload keeps its staging folder alive after the store is gone")
    func uploadOutlivesStore() async throws {
        let folder = try TemporaryFolder()
        let upload: any ObjectUpload
        do { upload = try LocalStore(root: folder.path).beginUpload(ObjectKey("a")) }
        #expect(try LocalStore(root: folder.path).removeStaleUploads() == 0)
        try await upload.append([1])
        try await upload.publish()
        #expect(try LocalStore(root: folder.path).get(ObjectKey("a")) == [1])
    }

    @Test("stores that come, clean up and go at the same time do not hurt each other")
    func atOnce() async throws {
        let folder = try TemporaryFolder()
        let root = folder.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for round in 0..<4 {
                        let store = LocalStore(root: root)
                        try await store.put(ObjectKey("p=\(round % 3)/\(worker)-\(round)"), bytes: [UInt8(round)])
                        try store.removeStaleUploads()
                        _ = try store.list(nil)
                        // Leaves empty folders behind, right where others are making theirs.
                        try await store.put(ObjectKey("q/\(worker)"), bytes: [])
                        try store.delete(ObjectKey("q/\(worker)"))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try LocalStore(root: root).list(nil).count == 32)
        #expect(try !folder.contents().contains { $0.hasPrefix("_flowconv") })
    }
}
