import JSON
import Storage

/// The log of a lake: which inputs are in it, which files make it up, and how both become true at the same moment.
///
///     _flowconv/commits/<unit>.json    what a unit has done; never changed
///     _flowconv/intents/<unit>.json    what is about to become visible
///     _flowconv/schemas/<id>.json      the columns of a record format
///     _flowconv/claims/…               locks of living processes
///
/// A unit is committed like this: its files are complete under invisible names; an intent says which; they become visible;
/// the commit record is written; what the record removes goes; the intent goes. Whoever finds an intent of a dead process
/// goes on from there. Intents are written one at a time, under the log's lock, and only where neither a commit nor another
/// intent has an input of theirs: so an input is in the lake once, whatever runs at the same time.
public actor CommitLog {
    /// What became of an attempt.
    public enum Outcome: Sendable, Hashable {
        /// The files are visible and the record is written.
        case committed
        /// Some of the inputs are in the lake by now, or soon will be; nothing was done.
        case overtaken
    }

    /// Where the lake is.
    public nonisolated let store: any ObjectStore
    /// The records that were read.
    public private(set) var state = LakeState()
    private var known: Set<String> = []
    private var schemas: [String: LakeSchema] = [:]

    /// The log of the lake in that store; nothing is read yet.
    public init(store: any ObjectStore) {
        self.store = store
    }

    // MARK: Reading

    /// Reads the records that have come since.
    ///
    /// - Throws: ``CommitError`` naming the record that cannot be read, or what the store says.
    @discardableResult
    public func refresh() async throws -> LakeState {
        for key in try await keys(LogKeys.commits) where !known.contains(key.description) {
            state.add(try await record(key))
            known.insert(key.description)
        }
        return state
    }

    /// Reads what can be read, and returns what is wrong with the rest: with records, intents and schemas.
    ///
    /// - Throws: What the store says.
    public func refreshCollecting() async throws -> [CommitError] {
        var failures: [CommitError] = []
        for key in try await keys(LogKeys.commits) where !known.contains(key.description) {
            do {
                state.add(try await record(key))
                known.insert(key.description)
            } catch let error as CommitError {
                failures.append(error)
            }
        }
        do { _ = try await intents() } catch let error as CommitError { failures.append(error) }
        do { _ = try await lockedSchemas() } catch let error as CommitError { failures.append(error) }
        return failures
    }

    /// The schemas that the lake is locked to, in the order of their ids.
    ///
    /// - Throws: ``CommitError``, or what the store says.
    public func lockedSchemas() async throws -> [LakeSchema] {
        for key in try await keys(LogKeys.schemas) where schemas[key.description] == nil {
            schemas[key.description] = try LakeSchema(try await reader(key))
        }
        return schemas.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The units that are about to become visible or were cut off when they were, in the order of their ids.
    ///
    /// - Throws: ``CommitError``, or what the store says.
    public func pendingUnits() async throws -> [CommitRecord] {
        try await intents().map(\.intent.record)
    }

    static let noLake = "there is no record in its _flowconv/commits: nothing was committed here, or it is no lake"

    /// Refuses a folder that is no lake, or one that nothing was committed to.
    ///
    /// - Throws: ``CommitError`` with the code `noLake`, or what the store says.
    public func requireRecords() async throws {
        let commits = try await keys(LogKeys.commits)
        if commits.isEmpty, try await keys(LogKeys.intents).isEmpty { throw CommitError(.noLake, Self.noLake) }
    }

    /// Whether one of the inputs is about to become visible, or was cut off when it was.
    ///
    /// - Throws: ``CommitError``, or what the store says.
    public func isPending(_ inputs: Set<String>) async throws -> Bool {
        try await intents().contains { !inputs.isDisjoint(with: $0.intent.record.inputs.map(\.identity.name)) }
    }

    /// Whether there are intents, claims or unpublished uploads, of living processes or of dead ones.
    public func hasLeftovers() async throws -> Bool {
        let intents = try await keys(LogKeys.intents)
        let claims = try await keys(LogKeys.claims)
        if !intents.isEmpty || !claims.isEmpty { return true }
        return try await store.hasUploads()
    }

    func intents() async throws -> [(key: ObjectKey, intent: IntentRecord)] {
        var intents: [(ObjectKey, IntentRecord)] = []
        for key in try await keys(LogKeys.intents) {
            let bytes: [UInt8]
            do throws(StorageError) {
                bytes = try await store.get(key)
            } catch {
                // Finished since it was listed.
                if try await store.size(of: key) == nil { continue }
                throw error
            }
            intents.append((key, try IntentRecord(bytes, key: key.description)))
        }
        return intents
    }

    private func keys(_ folder: String) async throws -> [ObjectKey] {
        try await store.list(try LogKeys.key(folder)).map(\.key)
    }

    private func record(_ key: ObjectKey) async throws -> CommitRecord {
        let reader = try await reader(key)
        let record = try CommitRecord(reader)
        guard key.description == "\(LogKeys.commits)/\(record.unit).json" else {
            throw reader.failure("unit", "the name of the record")
        }
        return record
    }

    private func reader(_ key: ObjectKey) async throws -> RecordReader {
        let bytes = try await store.get(key)
        return RecordReader(value: try SealedRecord.record(bytes, key: key.description), name: key.description)
    }

    // MARK: Claims

    /// Claims inputs or other resources for as long as the claim is held; `nil` where a living process has one of them.
    ///
    /// - Throws: What the store says.
    public func claim(_ resources: [String]) async throws -> Claim? {
        try await locked {
            let wanted = Set(resources)
            for key in try await keys(LogKeys.claims) where key.description != LogKeys.lock {
                guard let contents = try? await store.get(key) else { continue }
                if wanted.isDisjoint(with: Claim.resources(contents)) { continue }
                // Getting the lock tells that its holder is dead.
                guard let lock = try await store.acquire(key, contents: Claim.lines(contents)) else { return nil }
                await lock.release()
            }
            let key = try LogKeys.key(LogKeys.claims, String(UInt64.random(in: .min ... .max), radix: 36))
            guard let lock = try await store.acquire(key, contents: Claim.bytes(resources)) else { return nil }
            return Claim(key: key.description, lock: lock)
        }
    }

    /// Holds the log's lock while `body` runs.
    func locked<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let key = try LogKeys.key(LogKeys.lock)
        var pause = Duration.milliseconds(2)
        for _ in 0..<1200 {
            if let lock = try await store.acquire(key, contents: []) {
                do {
                    let value = try await body()
                    await lock.release()
                    return value
                } catch {
                    await lock.release()
                    throw error
                }
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(100))
        }
        throw CommitError(
            .locked,
            "\(key): another process has held the log's lock for two minutes; end it, or wait until it is done"
        )
    }

    // MARK: Committing

    /// Makes a unit's files visible and writes its record; the caller holds the claim until this returns.
    ///
    /// - Parameters:
    ///   - tickets: The sealed uploads of all files, and of the rejected lines if there are any.
    ///   - schemas: The schemas of the files.
    ///   - grace: How long files that the record removes stay.
    /// - Throws: ``CommitError`` or what the store says. With the code `publicationPending` the intent stands: the uploads
    ///   belong to it now, and the next run finishes what this one could not. With any other the uploads are the caller's.
    public func commit(
        _ record: CommitRecord,
        tickets: [UploadTicket],
        schemas: [LakeSchema],
        claim: Claim,
        grace: Duration = .zero
    ) async throws -> Outcome {
        FaultPoint.reach(FaultPoint.sealed)
        let intent = IntentRecord(record: record, tickets: tickets, claim: claim.key)
        let key = try LogKeys.key(LogKeys.intents, record.unit)
        let isOurs = try await locked {
            if let store = store as? any ConditionalStore {
                return try await propose(intent, key, schemas: schemas, in: store)
            }
            guard try await isFree(intent, key) else { return false }
            try await lock(schemas)
            try await write(intent, key)
            return true
        }
        guard isOurs else { return .overtaken }
        FaultPoint.reach(FaultPoint.intent)
        do {
            try await finish(intent, key, grace: grace)
        } catch {
            throw CommitError(
                .publicationPending,
                "\(error); all files of this unit are complete, and the next run makes them visible"
            )
        }
        return .committed
    }

    /// Whether no commit and no other intent has an input of the record's, or takes away what it is to remove.
    func isFree(_ intent: IntentRecord, _ key: ObjectKey) async throws -> Bool {
        // Intents before commits: one that is finished between the two listings is in the second.
        let others = try await intents().filter { $0.key != key || $0.intent.claim != intent.claim }
        try await refresh()
        let record = intent.record
        if state.records[record.unit] != nil { return false }
        let replaced = Set(record.replaces)
        var names = Set(record.inputs.map(\.identity.name))
        for name in names {
            if let unit = state.input(name)?.unit, !replaced.contains(unit) { return false }
        }
        for path in record.removes where !state.isLive(path) { return false }
        for unit in replaced where state.isReplaced(unit) { return false }
        names.formUnion(record.removes)
        for other in others.map(\.intent.record) {
            // Whether this intent is of a living process or a dead one: its inputs will be in the lake.
            if !names.isDisjoint(with: other.inputs.map(\.identity.name) + other.removes) { return false }
        }
        return true
    }

    /// Locks the lake to schemas that are new to it, and returns those.
    @discardableResult
    func lock(_ wanted: [LakeSchema]) async throws -> [LakeSchema] {
        var known = try await lockedSchemas()
        var new: [LakeSchema] = []
        for schema in wanted where !known.contains(schema) {
            for other in known { try other.check(schema) }
            try await store.put(LogKeys.key(LogKeys.schemas, schema.id), bytes: SealedRecord.bytes(schema.json))
            known.append(schema)
            new.append(schema)
        }
        return new
    }

    /// Takes a schema back that was locked a moment ago.
    func unlock(_ schema: LakeSchema) async throws {
        let key = try LogKeys.key(LogKeys.schemas, schema.id)
        try await Retry.run { () throws(StorageError) in try await self.store.delete(key) }
        schemas[key.description] = nil
    }

    /// Writes an intent, or makes sure that there is none.
    private func write(_ intent: IntentRecord, _ key: ObjectKey) async throws {
        do throws(StorageError) {
            try await store.put(key, bytes: intent.bytes)
        } catch {
            // It may have been written all the same. Either way it must be certain whose the uploads are.
            do throws(StorageError) {
                try await store.delete(key)
            } catch {
                throw CommitError(.publicationPending, "\(error); the next run finishes or forgets this unit")
            }
            throw error
        }
    }

    /// Goes on from an intent: publishes, commits, removes.
    func finish(_ intent: IntentRecord, _ key: ObjectKey, grace: Duration) async throws {
        let record = intent.record
        let commit = try LogKeys.key(LogKeys.commits, record.unit)
        if try await store.size(of: commit) == nil {
            for ticket in intent.tickets {
                try await Retry.run { () throws(StorageError) in try await self.store.publish(ticket) }
                FaultPoint.reach(FaultPoint.publishedFile)
            }
            FaultPoint.reach(FaultPoint.published)
            let bytes = SealedRecord.bytes(record.json)
            try await Retry.run { () throws(StorageError) in try await self.store.put(commit, bytes: bytes) }
        }
        FaultPoint.reach(FaultPoint.committed)
        state.add(record)
        known.insert(commit.description)
        if grace > .zero, !record.removes.isEmpty { try? await Task.sleep(for: grace) }
        for path in record.removes {
            let old = try LogKeys.key(path)
            try await Retry.run { () throws(StorageError) in try await self.store.delete(old) }
            FaultPoint.reach(FaultPoint.removedFile)
        }
        try await Retry.run { () throws(StorageError) in try await self.store.delete(key) }
    }
}
