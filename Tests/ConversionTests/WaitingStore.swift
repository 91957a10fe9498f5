import Storage

/// A store in memory whose first sealing of a data file takes until another data file has begun.
final class WaitingStore: ObjectStore {
    private let base: any ObjectStore
    private let second = AsyncStream.makeStream(of: Void.self)
    private let begun = Counter()

    /// Data files that have begun.
    private actor Counter {
        private var count = 0

        func next() -> Int {
            count += 1
            return count
        }
    }

    private final class Upload: ObjectUpload {
        private let base: any ObjectUpload
        private let second: AsyncStream<Void>

        init(_ base: any ObjectUpload, until second: AsyncStream<Void>) {
            self.base = base
            self.second = second
        }

        var key: ObjectKey { base.key }
        func append(_ bytes: [UInt8]) async throws(StorageError) { try await base.append(bytes) }
        func publish() async throws(StorageError) { try await base.publish() }
        func abort() async { await base.abort() }

        func seal() async throws(StorageError) -> UploadTicket {
            for await _ in second {}
            return try await base.seal()
        }
    }

    init(_ base: any ObjectStore) { self.base = base }

    func beginUpload(_ key: ObjectKey) async throws(StorageError) -> any ObjectUpload {
        let upload = try await base.beginUpload(key)
        guard key.description.hasSuffix(".parquet") else { return upload }
        if await begun.next() == 1 { return Upload(upload, until: second.stream) }
        second.continuation.finish()
        return upload
    }

    func publish(_ ticket: UploadTicket) async throws(StorageError) { try await base.publish(ticket) }
    func put(_ key: ObjectKey, bytes: [UInt8]) async throws(StorageError) { try await base.put(key, bytes: bytes) }
    func get(_ key: ObjectKey) async throws(StorageError) -> [UInt8] { try await base.get(key) }
    func size(of key: ObjectKey) async throws(StorageError) -> Int? { try await base.size(of: key) }
    func list(_ folder: ObjectKey?) async throws(StorageError) -> [ObjectInfo] { try await base.list(folder) }
    func delete(_ key: ObjectKey) async throws(StorageError) { try await base.delete(key) }
    func hasUploads() async throws(StorageError) -> Bool { try await base.hasUploads() }

    func read(_ key: ObjectKey, range: Range<Int>) async throws(StorageError) -> [UInt8] {
        try await base.read(key, range: range)
    }

    func acquire(_ key: ObjectKey, contents: [UInt8]) async throws(StorageError) -> (any ObjectLock)? {
        try await base.acquire(key, contents: contents)
    }

    func removeStaleUploads(keeping kept: [UploadTicket]) async throws(StorageError) -> Int {
        try await base.removeStaleUploads(keeping: kept)
    }
}
