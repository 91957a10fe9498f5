import Storage

/// An object store whose writes are counted as ``BenchmarkStage/write``.
struct TimedStore: ObjectStore {
    private let store: any ObjectStore
    private let stages: StageClock

    init(_ store: any ObjectStore, _ stages: StageClock) {
        self.store = store
        self.stages = stages
    }

    func beginUpload(_ key: ObjectKey) async throws(StorageError) -> any ObjectUpload {
        let stage = stages.enter(.write)
        defer { stages.enter(stage) }
        return TimedUpload(try await store.beginUpload(key), stages)
    }

    func publish(_ ticket: UploadTicket) async throws(StorageError) {
        let stage = stages.enter(.write)
        defer { stages.enter(stage) }
        try await store.publish(ticket)
    }

    func put(_ key: ObjectKey, bytes: [UInt8]) async throws(StorageError) {
        let stage = stages.enter(.write)
        defer { stages.enter(stage) }
        try await store.put(key, bytes: bytes)
    }

    func get(_ key: ObjectKey) async throws(StorageError) -> [UInt8] { try await store.get(key) }

    func read(_ key: ObjectKey, range: Range<Int>) async throws(StorageError) -> [UInt8] {
        try await store.read(key, range: range)
    }

    func size(of key: ObjectKey) async throws(StorageError) -> Int? { try await store.size(of: key) }

    func list(_ folder: ObjectKey?) async throws(StorageError) -> [ObjectInfo] { try await store.list(folder) }

    func acquire(_ key: ObjectKey, contents: [UInt8]) async throws(StorageError) -> (any ObjectLock)? {
        let stage = stages.enter(.write)
        defer { stages.enter(stage) }
        return try await store.acquire(key, contents: contents)
    }

    func hasUploads() async throws(StorageError) -> Bool { try await store.hasUploads() }

    func removeStaleUploads(keeping kept: [UploadTicket]) async throws(StorageError) -> Int {
        try await store.removeStaleUploads(keeping: kept)
    }

    func delete(_ key: ObjectKey) async throws(StorageError) { try await store.delete(key) }
}
