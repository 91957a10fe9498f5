internal import Synchronization

/// The leases of others, as this process has seen them.
///
/// A lease has expired when its object has stayed the same for as long as ``LeaseTiming/patience`` says, by the clock of
/// whoever looks; clocks of different machines are never compared. So a lease of the dead is open to those who have
/// looked at it twice, that far apart.
public final class LeaseTable: Sendable {
    /// The timing of leases that are taken.
    public let timing: LeaseTiming

    private struct Sighting {
        let version: ObjectVersion
        let since: SuspendingClock.Instant
        var last: SuspendingClock.Instant
    }

    private let sightings = Mutex<[ObjectKey: Sighting]>([:])

    /// A table without leases.
    public init(timing: LeaseTiming = LeaseTiming()) {
        self.timing = timing
    }

    /// Takes the lease of that name; `nil` where somebody has it who is not known to be dead.
    func acquire(
        _ key: ObjectKey,
        contents: [UInt8],
        in store: any ConditionalStore
    ) async throws(StorageError) -> Lease? {
        let found = try await store.current(key)
        if let found {
            guard hasExpired(key, found.version) else { return nil }
        }
        let text = Lease.Text(contents: contents)
        guard let version = try await store.settle(key, bytes: text.bytes, replacing: found?.version) else {
            return nil
        }
        sightings.withLock { $0[key] = nil }
        return Lease(store: store, key: key, text: text, version: version, timing: timing)
    }

    /// Notes what was seen, and tells whether it has been there for too long.
    private func hasExpired(_ key: ObjectKey, _ version: ObjectVersion) -> Bool {
        let now = SuspendingClock().now
        return sightings.withLock { sightings in
            if var known = sightings[key], known.version == version {
                known.last = now
                sightings[key] = known
                return now - known.since >= timing.patience
            }
            // Those that nobody looks at any more are gone.
            sightings = sightings.filter { now - $0.value.last < timing.patience * 8 }
            sightings[key] = Sighting(version: version, since: now, last: now)
            return false
        }
    }
}
