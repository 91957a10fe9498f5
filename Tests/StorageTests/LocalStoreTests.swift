import Storage
import SystemPackage
import Testing

@Suite("Local stores")
struct LocalStoreTests {
    let folder: TemporaryFolder
    let store: LocalStore

    init() throws {
        folder = try TemporaryFolder()
        store = LocalStore(root: folder.path.appending("lake"))
    }

    @Test("an upload appears whole, and only when it is published")
    func publish() async throws {
        let key = try ObjectKey("year=2024/month=01/a.parquet")
        let upload = try store.beginUpload(key)
        try await upload.append(Array("first ".utf8))
        #expect(try store.list(nil).isEmpty)
        #expect(try store.size(of: key) == nil)
        try await upload.append(Array("second".utf8))
        try await upload.seal()
        #expect(try store.list(nil).isEmpty)
        #expect(try store.size(of: key) == nil)
        #expect(throws: StorageError.self) { try store.get(key) }
        try await upload.publish()
        #expect(try store.list(nil) == [ObjectInfo(key: key, size: 12)])
        #expect(try store.get(key) == Array("first second".utf8))
        // Publishing again, and aborting what is published, change nothing.
        try await upload.publish()
        await upload.abort()
        #expect(try store.size(of: key) == 12)
    }

    @Test("publishing replaces the object in one step")
    func replace() async throws {
        let key = try ObjectKey("a")
        try await store.put(key, bytes: Array("old".utf8))
        let upload = try store.beginUpload(key)
        try await upload.append(Array("newer".utf8))
        #expect(try store.get(key) == Array("old".utf8))
        try await upload.publish()
        #expect(try store.get(key) == Array("newer".utf8))
    }

    @Test("abort leaves nothing, sealed or not, and so does dropping an upload", arguments: [true, false])
    func abort(sealed: Bool) async throws {
        do {
            let store = LocalStore(root: folder.path.appending("other"))
            let upload = try store.beginUpload(ObjectKey("deep/down/a"))
            try await upload.append([1, 2, 3])
            if sealed { try await upload.seal() }
            await upload.abort()
            await upload.abort()
            let over = StorageError(.write, "deep/down/a", .uploadIsOver)
            await #expect(throws: over) { try await upload.append([4]) }
            await #expect(throws: StorageError.self) { try await upload.publish() }
            let dropped = try store.beginUpload(ObjectKey("b"))
            try await dropped.append([1])
        }
        #expect(try folder.contents() == ["other"])
    }

    @Test("nothing but objects is left when a store goes away")
    func goneAway() async throws {
        do {
            let store = LocalStore(root: folder.path.appending("other"))
            try await store.put(ObjectKey("a/b"), bytes: [1])
            #expect(try folder.contents().contains { $0.hasPrefix("other/_flowconv/staging/") })
        }
        #expect(try folder.contents() == ["other", "other/a", "other/a/b"])
    }

    @Test("a sealed upload can be published by a later process, and more than once")
    func ticket() async throws {
        let key = try ObjectKey("x/y")
        let ticket: UploadTicket
        do {
            let first = LocalStore(root: store.root)
            let upload = try first.beginUpload(key)
            try await upload.append([7])
            ticket = try await upload.seal()
        }
        #expect(try store.list(nil).isEmpty)
        try await store.publish(ticket)
        #expect(try store.get(key) == [7])
        try await store.publish(ticket)
        #expect(try store.removeStaleUploads() == 1)
        try await store.publish(ticket)
        try store.delete(key)
        await #expect(throws: StorageError.self) { try await store.publish(ticket) }
    }

    @Test("tickets that lead elsewhere are refused", arguments: ["../../a", "a", "a/lock", "/etc/passwd", "", "a/b/c"])
    func badTicket(token: String) async throws {
        try await store.put(ObjectKey("a"), bytes: [1])
        let error = StorageError(.publish, "b", .invalidTicket)
        await #expect(throws: error) { try await store.publish(UploadTicket(key: "b", token: token)) }
    }

    @Test("lists are recursive, ordered by bytes, and leave staging out")
    func list() async throws {
        let names = ["b/c", "b-c", "b/a/z", "b.c", "a", "_flowconv/commits/1", "b/d"]
        for name in names { try await store.put(ObjectKey(name), bytes: Array(name.utf8)) }
        let pending = try store.beginUpload(ObjectKey("zzz"))
        try await pending.append([1])
        let expected = ["_flowconv/commits/1", "a", "b-c", "b.c", "b/a/z", "b/c", "b/d"]
        #expect(try store.list(nil).map(\.key.description) == expected)
        #expect(try store.list(ObjectKey("b")).map(\.key.description) == ["b/a/z", "b/c", "b/d"])
        #expect(try store.list(ObjectKey("_flowconv")).map(\.key.description) == ["_flowconv/commits/1"])
        #expect(try store.list(ObjectKey("_flowconv/staging")).isEmpty)
        #expect(try store.list(ObjectKey("nowhere")).isEmpty)
        #expect(try store.list(ObjectKey("a")).isEmpty)
        #expect(try store.list(nil).map(\.size) == expected.map(\.utf8.count))
        await pending.abort()
    }

    @Test("a root that does not exist is an empty store")
    func missingRoot() throws {
        #expect(try store.list(nil).isEmpty)
        #expect(try store.size(of: ObjectKey("a")) == nil)
        #expect(try store.removeStaleUploads() == 0)
        try store.delete(ObjectKey("a"))
        let error = #expect(throws: StorageError.self) { try store.get(ObjectKey("a")) }
        #expect(error?.errno == .noSuchFileOrDirectory)
        #expect(error?.description.hasSuffix("/lake/a: it does not exist: check the spelling") == true)
        #expect(try folder.contents().isEmpty)
    }

    @Test("ranges are exact")
    func ranges() async throws {
        let key = try ObjectKey("a")
        try await store.put(key, bytes: Array(0..<100))
        #expect(try store.read(key, range: 0..<100) == Array(0..<100))
        #expect(try store.read(key, range: 10..<13) == [10, 11, 12])
        #expect(try store.read(key, range: 50..<50).isEmpty)
        for range in [0..<101, 99..<102, 100..<101, 5000..<Int.max] {
            let error = #expect(throws: StorageError.self) { try store.read(key, range: range) }
            #expect(error?.reason == .endsEarly)
        }
    }

    @Test("deleting takes empty folders along, never the root")
    func delete() async throws {
        try await store.put(ObjectKey("a/b/c"), bytes: [])
        try await store.put(ObjectKey("a/d"), bytes: [])
        try store.delete(ObjectKey("a/b/c"))
        #expect(try !folder.contents().contains("lake/a/b"))
        try store.delete(ObjectKey("a/d"))
        try store.delete(ObjectKey("a/d"))
        try store.delete(ObjectKey("a/d/below"))
        #expect(try !folder.contents().contains("lake/a"))
        #expect(try folder.contents().contains("lake"))
    }

    @Test("the staging folder cannot be used for objects")
    func reserved() async throws {
        let key = try ObjectKey("_flowconv/staging/x")
        await #expect(throws: StorageError(.create, key.description, .reservedKey)) {
            try await store.put(key, bytes: [])
        }
    }

    @Test("a file in the way is named")
    func fileInTheWay() async throws {
        try await store.put(ObjectKey("a"), bytes: [])
        let error = await #expect(throws: StorageError.self) { try await store.put(ObjectKey("a/b"), bytes: []) }
        #expect(error?.errno == .notDirectory)
        #expect(error?.description.hasSuffix("lake/a: a part of the path is a file, not a folder") == true)
        let below = LocalStore(root: store.root.appending("a"))
        await #expect(throws: StorageError.self) { try await below.put(ObjectKey("b"), bytes: []) }
        // A folder in the way of an object.
        try await store.put(ObjectKey("f/g"), bytes: [])
        let folder = await #expect(throws: StorageError.self) { try await store.put(ObjectKey("f"), bytes: []) }
        #expect(folder?.errno == .isDirectory)
        #expect(try store.size(of: ObjectKey("f")) == nil)
        #expect(try store.list(nil).map(\.key.description) == ["a", "f/g"])
    }
}
