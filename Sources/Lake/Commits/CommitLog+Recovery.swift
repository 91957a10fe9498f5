import Storage
import SystemPackage

extension CommitLog {
    /// What recovery found and did.
    public struct Recovery: Sendable, Hashable {
        /// Units whose publication was cut off, and is finished now.
        public var finished: [String] = []
        /// Units whose uploads are gone: what was visible of them was taken back, and their inputs are converted again.
        public var takenBack: [String] = []
        /// Staging places of dead processes that were removed.
        public var stagingPlaces = 0
    }

    /// Finishes what dead processes have begun to publish, and removes what they never got so far with.
    ///
    /// It can itself be cut off anywhere.
    ///
    /// - Throws: ``CommitError`` or what the store says.
    public func recover() async throws -> Recovery {
        try await locked {
            // Intents before commits: one that is finished between the two listings is in the second.
            let found = try await intents()
            try await refresh()
            var recovery = Recovery()
            var kept: [UploadTicket] = []
            for (key, intent) in found {
                FaultPoint.reach(FaultPoint.recovery)
                guard let claim = try await store.acquire(try LogKeys.key(intent.claim), contents: []) else {
                    // Its process is alive.
                    kept += intent.tickets
                    continue
                }
                do {
                    if intent.isProposal {
                        if try await dropProposal(key) {
                            recovery.takenBack.append(intent.record.unit)
                        } else {
                            // Confirmed this moment: whoever has done that goes on.
                            kept += intent.tickets
                        }
                    } else if try await isWhole(intent) {
                        try await finish(intent, key, grace: .zero)
                        recovery.finished.append(intent.record.unit)
                    } else {
                        try await takeBack(intent, key)
                        recovery.takenBack.append(intent.record.unit)
                    }
                } catch {
                    await claim.release()
                    throw error
                }
                await claim.release()
            }
            FaultPoint.reach(FaultPoint.recovered)
            recovery.stagingPlaces = try await store.removeStaleUploads(keeping: kept)
            try await removeDeadClaims()
            return recovery
        }
    }

    /// Publishes the files of an intent whose record is not written, and tells whether all are there.
    private func isWhole(_ intent: IntentRecord) async throws -> Bool {
        if state.records[intent.record.unit] != nil { return true }
        for ticket in intent.tickets {
            do throws(StorageError) {
                try await Retry.run { () throws(StorageError) in try await self.store.publish(ticket) }
            } catch {
                // Neither the upload nor the object is there: somebody has removed the staging folder.
                guard error.isMissing else { throw error }
                // Or all is done and has gone on from there: the files may have been merged since.
                try await refresh()
                return state.records[intent.record.unit] != nil
            }
        }
        return true
    }

    /// Undoes an intent that cannot be finished.
    private func takeBack(_ intent: IntentRecord, _ key: ObjectKey) async throws {
        for ticket in intent.tickets {
            let path = try LogKeys.key(ticket.key)
            if state.isLive(ticket.key) { continue }
            try await Retry.run { () throws(StorageError) in try await self.store.delete(path) }
        }
        try await Retry.run { () throws(StorageError) in try await self.store.delete(key) }
    }

    private func removeDeadClaims() async throws {
        for object in try await store.list(try LogKeys.key(LogKeys.claims)) {
            guard object.key.description != LogKeys.lock, let contents = try? await store.get(object.key) else {
                continue
            }
            await (try await store.acquire(object.key, contents: Claim.lines(contents)))?.release()
        }
    }
}

extension StorageError {
    /// Whether what was asked for is not there.
    var isMissing: Bool { errno == .noSuchFileOrDirectory || reason == .invalidTicket }
}
