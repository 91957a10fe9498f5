import Storage
import SystemPackage

/// The store of one process in a ``MemoryBucket``: any operation may fail, be slow, or succeed and then say that it has
/// failed, and the process may die at any of them.
package final class MemoryStore: ConditionalStore {
    private struct Fate {
        var faults: StoreFaults?
        var operations = 0
        /// The number of the operation that is the last.
        var end = Int.max
        /// The number of the operation that is held back, with all that follow.
        var pause = Int.max
        var isWaiting = false
    }

    /// What this process shares with others.
    package let bucket: MemoryBucket
    package let leases: LeaseTable

    private let owner: Int
    private let fate: Guarded<Fate>

    /// Leases that expire soon, since tests wait for it.
    package static let timing = LeaseTiming(heartbeat: .milliseconds(25), patience: .milliseconds(150))

    /// The store of a new process.
    package init(_ bucket: MemoryBucket, faults: StoreFaults? = nil, timing: LeaseTiming = MemoryStore.timing) {
        self.bucket = bucket
        leases = LeaseTable(timing: timing)
        owner = bucket.state.withLock { state in
            state.stores += 1
            return state.stores
        }
        fate = Guarded(Fate(faults: faults))
    }

    /// Operations so far.
    package var operations: Int { fate.withLock { $0.operations } }

    /// Refuses every operation after that many more, as if the process had died.
    package func end(after operations: Int) { fate.withLock { $0.end = $0.operations + operations } }

    /// The process is dead: its uploads are nobody's.
    package func die() {
        end(after: 0)
        bucket.kill(owner)
    }

    /// Holds every operation back after that many more, as if the process was stopped, until it is resumed.
    package func stop(after operations: Int) { fate.withLock { $0.pause = $0.operations + operations } }

    /// Waits until an operation is held back.
    package func waitUntilStopped() async throws {
        while !fate.withLock({ $0.isWaiting }) { try await Task.sleep(for: .milliseconds(1)) }
    }

    /// Goes on.
    package func resume() { fate.withLock { $0.pause = .max } }

    private func perform<Value: Sendable>(
        _ operation: StorageError.Operation,
        _ subject: String,
        _ body: @Sendable (inout MemoryBucket.State) throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        // Whoever works beside this one gets a chance at every operation.
        await Task.yield()
        while isHeldBack() { try? await Task.sleep(for: .milliseconds(5)) }
        let failure = StorageError(operation, subject, .system(.ioError))
        let (fault, isOver) = fate.withLock { fate -> (StoreFaults.Fault?, Bool) in
            fate.operations += 1
            return fate.operations > fate.end ? (nil, true) : (fate.faults?.next(), false)
        }
        if isOver || fault == .fails { throw failure }
        if fault == .isSlow { try? await Task.sleep(for: .milliseconds(3)) }
        let result = bucket.state.withLock { state in Result { () throws(StorageError) in try body(&state) } }
        if fault == .succeedsAndFails { throw failure }
        return try result.get()
    }

    private func isHeldBack() -> Bool {
        fate.withLock { fate in
            fate.isWaiting = fate.operations >= fate.pause
            return fate.isWaiting
        }
    }

    // MARK: Objects

    package func put(_ key: ObjectKey, bytes: [UInt8]) async throws(StorageError) {
        try await perform(.write, key.description) { _ = $0.write(key.description, bytes) }
    }

    package func get(_ key: ObjectKey) async throws(StorageError) -> [UInt8] {
        guard let found = try await current(key) else {
            throw StorageError(.read, key.description, .system(.noSuchFileOrDirectory))
        }
        return found.bytes
    }

    package func read(_ key: ObjectKey, range: Range<Int>) async throws(StorageError) -> [UInt8] {
        let bytes = try await get(key)
        guard range.upperBound <= bytes.count else { throw StorageError(.read, key.description, .endsEarly) }
        return Array(bytes[range])
    }

    package func size(of key: ObjectKey) async throws(StorageError) -> Int? {
        try await perform(.list, key.description) { $0.objects[key.description]?.bytes.count }
    }

    package func list(_ folder: ObjectKey?) async throws(StorageError) -> [ObjectInfo] {
        try await perform(.list, folder?.description ?? "") { state in
            state.objects.compactMap { path, object in
                guard let key = try? ObjectKey(path), folder.map({ key.isBelow($0) }) ?? true else { return nil }
                return ObjectInfo(key: key, size: object.bytes.count)
            }.sorted { $0.key < $1.key }
        }
    }

    package func delete(_ key: ObjectKey) async throws(StorageError) {
        try await perform(.delete, key.description) { $0.objects[key.description] = nil }
    }

    // MARK: Conditions

    package func current(_ key: ObjectKey) async throws(StorageError) -> (bytes: [UInt8], version: ObjectVersion)? {
        let found = try await perform(.read, key.description) { $0.objects[key.description] }
        return found.map { ($0.bytes, ObjectVersion("\($0.version)")) }
    }

    package func put(
        _ key: ObjectKey,
        bytes: [UInt8],
        replacing version: ObjectVersion?
    ) async throws(StorageError) -> ObjectVersion? {
        try await perform(.write, key.description) { state in
            guard state.version(of: key) == version else { return nil }
            return ObjectVersion("\(state.write(key.description, bytes))")
        }
    }

    package func delete(_ key: ObjectKey, version: ObjectVersion) async throws(StorageError) -> Bool {
        try await perform(.delete, key.description) { state in
            guard state.version(of: key) == version else { return false }
            state.objects[key.description] = nil
            return true
        }
    }

    // MARK: Uploads

    package func beginUpload(_ key: ObjectKey) async throws(StorageError) -> any ObjectUpload {
        let owner = owner
        let token = try await perform(.create, key.description) { state in
            let token = "upload \(state.next())"
            state.uploads[token] = MemoryBucket.Upload(owner: owner)
            return token
        }
        return MemoryUpload(store: self, key: key, token: token)
    }

    package func publish(_ ticket: UploadTicket) async throws(StorageError) {
        try await perform(.publish, ticket.key) { state throws(StorageError) in
            if let bytes = state.uploads[ticket.token]?.sealed {
                state.uploads[ticket.token] = nil
                _ = state.write(ticket.key, bytes)
            } else if state.objects[ticket.key] == nil {
                throw StorageError(.publish, ticket.key, .system(.noSuchFileOrDirectory))
            }
        }
    }

    package func hasUploads() async throws(StorageError) -> Bool { bucket.uploads > 0 }

    package func removeStaleUploads(keeping kept: [UploadTicket]) async throws(StorageError) -> Int {
        let kept = Set(kept.map(\.token))
        return try await perform(.delete, "uploads") { state in
            let stale = state.uploads.filter { state.dead.contains($0.value.owner) && !kept.contains($0.key) }
            for token in stale.keys { state.uploads[token] = nil }
            return stale.count
        }
    }

    fileprivate func append(_ key: ObjectKey) async throws(StorageError) {
        try await perform(.write, key.description) { _ in }
    }

    fileprivate func seal(_ key: ObjectKey, _ token: String, _ bytes: [UInt8]) async throws(StorageError) {
        try await perform(.sync, key.description) { $0.uploads[token]?.sealed = bytes }
    }

    fileprivate func abort(_ token: String) {
        // The dead abort nothing.
        guard fate.withLock({ $0.operations <= $0.end }) else { return }
        bucket.state.withLock { $0.uploads[token] = nil }
    }
}

private actor MemoryUpload: ObjectUpload {
    let store: MemoryStore
    nonisolated let key: ObjectKey
    let token: String
    private var bytes: [UInt8] = []
    private var isOver = false

    init(store: MemoryStore, key: ObjectKey, token: String) {
        self.store = store
        self.key = key
        self.token = token
    }

    func append(_ bytes: [UInt8]) async throws(StorageError) {
        if isOver { throw StorageError(.write, key.description, .uploadIsOver) }
        try await store.append(key)
        self.bytes += bytes
    }

    func seal() async throws(StorageError) -> UploadTicket {
        if isOver { throw StorageError(.sync, key.description, .uploadIsOver) }
        try await store.seal(key, token, bytes)
        return UploadTicket(key: key.description, token: token)
    }

    func publish() async throws(StorageError) { try await store.publish(try await seal()) }

    func abort() {
        isOver = true
        store.abort(token)
    }
}
