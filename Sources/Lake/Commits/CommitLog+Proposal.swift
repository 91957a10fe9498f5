import Storage

extension CommitLog {
    /// Writes an intent in a store whose locks are leases, which may be lost unnoticed; `false` where another one is in the
    /// way, and nothing was written.
    ///
    /// So nothing rests on the log's lock but speed. The intent is proposed first, where all can see it; then whoever
    /// proposes looks for others, and only when there are none is it confirmed, in place of that very proposal. Of two that
    /// concern the same inputs one was proposed before the other one looked, so at most one is confirmed. Nothing of a
    /// proposal becomes visible, and recovery may take it away: the confirmation then fails.
    func propose(
        _ intent: IntentRecord,
        _ key: ObjectKey,
        schemas: [LakeSchema],
        in store: any ConditionalStore
    ) async throws -> Bool {
        var proposal = intent
        proposal.isProposal = true
        let version = try await store.settle(key, bytes: proposal.bytes, replacing: try await own(intent, key, store))
        // The same unit is another one's, or was a moment ago.
        guard let version else { return false }
        do {
            guard try await isFree(intent, key) else {
                try await withdraw(key, version, store)
                return false
            }
            try await lockAndCheck(schemas)
        } catch {
            try await withdraw(key, version, store)
            throw error
        }
        do throws(StorageError) {
            return try await store.settle(key, bytes: intent.bytes, replacing: version) != nil
        } catch {
            throw CommitError(.publicationPending, "\(error); the next run finishes or forgets this unit")
        }
    }

    /// Locks the lake to schemas, and takes that back where another first run has locked it differently meanwhile.
    private func lockAndCheck(_ schemas: [LakeSchema]) async throws {
        let new = try await lock(schemas)
        guard !new.isEmpty else { return }
        let locked = try await lockedSchemas()
        do throws(CommitError) {
            for schema in new { for other in locked { try other.check(schema) } }
        } catch {
            for schema in new { try await unlock(schema) }
            throw error
        }
    }

    /// The version of a proposal that this claim has made before and could not take back; `nil` where there is none.
    private func own(
        _ intent: IntentRecord,
        _ key: ObjectKey,
        _ store: any ConditionalStore
    ) async throws -> ObjectVersion? {
        guard let found = try await store.current(key) else { return nil }
        let known = try IntentRecord(found.bytes, key: key.description)
        return known.isProposal && known.claim == intent.claim ? found.version : nil
    }

    /// Takes a proposal back; one that cannot be is taken back by recovery when its claim is released.
    private func withdraw(_ key: ObjectKey, _ version: ObjectVersion, _ store: any ConditionalStore) async throws {
        _ = try await Retry.run { () throws(StorageError) in try await store.delete(key, version: version) }
    }

    /// Takes back the proposal of a dead process, of which nothing is visible; `false` where it was confirmed meanwhile.
    func dropProposal(_ key: ObjectKey) async throws -> Bool {
        guard let store = store as? any ConditionalStore, let found = try await store.current(key) else { return true }
        guard try IntentRecord(found.bytes, key: key.description).isProposal else { return false }
        return try await Retry.run { () throws(StorageError) in try await store.delete(key, version: found.version) }
    }
}
