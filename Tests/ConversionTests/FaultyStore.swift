import Storage
import Synchronization
import SystemPackage
import TestSupport

/// A store in memory in which any operation may fail, be slow, or succeed and then say that it has failed.
///
/// Like a bucket it has no folders, and its uploads outlive whoever began them.
final class FaultyStore: ObjectStore {
    /// What may happen to an operation.
    enum Fault: CaseIterable {
        case fails
        case isSlow
        case succeedsAndFails
    }

    private struct State {
        var objects: [String: [UInt8]] = [:]
        var sealed: [String: [UInt8]] = [:]
        var locks: Set<String> = []
        var nextToken = 0
        var chance: SeededGenerator?
        var operations = 0
        /// The operation that everything is refused from, as after a crash.
        var end = Int.max
    }

    private let state = Mutex(State())
    private let rate: Int

    /// A store in which one operation in `rate` goes wrong.
    init(rate: Int, seed: UInt64) {
        self.rate = rate
        state.withLock { $0.chance = SeededGenerator(seed: seed) }
    }

    /// From now on all is well, and locks of the dead are open.
    func heal() {
        state.withLock {
            $0.chance = nil
            $0.end = .max
            $0.locks.removeAll()
        }
    }

    /// Refuses every operation after that many more, as if the process had died.
    func end(after operations: Int) { state.withLock { $0.end = $0.operations + operations } }

    var operations: Int { state.withLock { $0.operations } }
    var keys: [String] { state.withLock { $0.objects.keys.sorted() } }
    var sealedUploads: Int { state.withLock { $0.sealed.count } }

    private func perform<Value: Sendable>(
        _ operation: StorageError.Operation,
        _ subject: String,
        _ body: @Sendable (inout State) throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        let failure = StorageError(operation, subject, .system(.ioError))
        let (fault, isOver) = state.withLock { state -> (Fault?, Bool) in
            state.operations += 1
            guard state.operations <= state.end else { return (nil, true) }
            guard var chance = state.chance else { return (nil, false) }
            let fault =
                Int.random(in: 0..<rate, using: &chance) == 0 ? Fault.allCases.randomElement(using: &chance) : nil
            state.chance = chance
            return (fault, false)
        }
        if isOver || fault == .fails { throw failure }
        if fault == .isSlow { try? await Task.sleep(for: .milliseconds(3)) }
        let result = state.withLock { state in Result { () throws(StorageError) in try body(&state) } }
        if fault == .succeedsAndFails { throw failure }
        return try result.get()
    }

    // MARK: ObjectStore

    func beginUpload(_ key: ObjectKey) async throws(StorageError) -> any ObjectUpload {
        let token = try await perform(.create, key.description) { state in
            state.nextToken += 1
            return "upload \(state.nextToken)"
        }
        return Upload(store: self, key: key, token: token)
    }

    func publish(_ ticket: UploadTicket) async throws(StorageError) {
        try await perform(.publish, ticket.key) { state throws(StorageError) in
            if let bytes = state.sealed.removeValue(forKey: ticket.token) {
                state.objects[ticket.key] = bytes
            } else if state.objects[ticket.key] == nil {
                throw StorageError(.publish, ticket.key, .system(.noSuchFileOrDirectory))
            }
        }
    }

    func put(_ key: ObjectKey, bytes: [UInt8]) async throws(StorageError) {
        try await perform(.write, key.description) { $0.objects[key.description] = bytes }
    }

    func get(_ key: ObjectKey) async throws(StorageError) -> [UInt8] {
        try await perform(.read, key.description) { state throws(StorageError) in
            guard let bytes = state.objects[key.description] else {
                throw StorageError(.read, key.description, .system(.noSuchFileOrDirectory))
            }
            return bytes
        }
    }

    func read(_ key: ObjectKey, range: Range<Int>) async throws(StorageError) -> [UInt8] {
        let bytes = try await get(key)
        guard range.upperBound <= bytes.count else { throw StorageError(.read, key.description, .endsEarly) }
        return Array(bytes[range])
    }

    func size(of key: ObjectKey) async throws(StorageError) -> Int? {
        try await perform(.list, key.description) { $0.objects[key.description]?.count }
    }

    func list(_ folder: ObjectKey?) async throws(StorageError) -> [ObjectInfo] {
        try await perform(.list, folder?.description ?? "") { state in
            state.objects.compactMap { path, bytes in
                guard let key = try? ObjectKey(path), folder.map({ key.isBelow($0) }) ?? true else { return nil }
                return ObjectInfo(key: key, size: bytes.count)
            }.sorted { $0.key < $1.key }
        }
    }

    func delete(_ key: ObjectKey) async throws(StorageError) {
        try await perform(.delete, key.description) { $0.objects[key.description] = nil }
    }

    func acquire(_ key: ObjectKey, contents: [UInt8]) async throws(StorageError) -> (any ObjectLock)? {
        let isFree = try await perform(.create, key.description) { state in
            guard state.locks.insert(key.description).inserted else { return false }
            state.objects[key.description] = contents
            return true
        }
        return isFree ? Lock(store: self, key: key.description) : nil
    }

    func hasUploads() -> Bool { sealedUploads > 0 }

    func removeStaleUploads(keeping kept: [UploadTicket]) async throws(StorageError) -> Int {
        // Nobody here knows which uploads are of living runs; the tests look at objects.
        0
    }

    private final class Lock: ObjectLock {
        let store: FaultyStore
        let key: String

        init(store: FaultyStore, key: String) {
            self.store = store
            self.key = key
        }

        deinit { end() }

        func release() { end() }

        private func end() {
            store.state.withLock { state in
                // The dead release nothing; that is done when the store heals.
                guard state.operations <= state.end, state.locks.remove(key) != nil else { return }
                state.objects[key] = nil
            }
        }
    }

    private actor Upload: ObjectUpload {
        let store: FaultyStore
        nonisolated let key: ObjectKey
        let token: String
        private var bytes: [UInt8] = []
        private var isOver = false

        init(store: FaultyStore, key: ObjectKey, token: String) {
            self.store = store
            self.key = key
            self.token = token
        }

        func append(_ bytes: [UInt8]) async throws(StorageError) {
            if isOver { throw StorageError(.write, key.description, .uploadIsOver) }
            try await store.perform(.write, key.description) { _ in }
            self.bytes += bytes
        }

        func seal() async throws(StorageError) -> UploadTicket {
            if isOver { throw StorageError(.sync, key.description, .uploadIsOver) }
            let (bytes, token) = (bytes, token)
            try await store.perform(.sync, key.description) { $0.sealed[token] = bytes }
            return UploadTicket(key: key.description, token: token)
        }

        func publish() async throws(StorageError) { try await store.publish(try await seal()) }

        func abort() {
            isOver = true
            let token = token
            store.state.withLock { $0.sealed[token] = nil }
        }
    }
}
