import Storage
import TestSupport
import Testing

@Suite("Leases") struct LeaseTests {
    private let key: ObjectKey
    private let bucket = MemoryBucket()

    init() throws { key = try ObjectKey("locks/a") }

    private func store(heartbeat: Int = 10, patience: Int) -> MemoryStore {
        MemoryStore(
            bucket,
            timing: LeaseTiming(heartbeat: .milliseconds(heartbeat), patience: .milliseconds(patience))
        )
    }

    @Test("one holder at a time, and its contents can be read") func exclusion() async throws {
        let (first, second) = (store(patience: 60_000), store(patience: 60_000))
        let lock = try #require(try await first.acquire(key, contents: Array("hello\n".utf8)))
        #expect(try await second.acquire(key, contents: []) == nil)
        #expect(try await first.acquire(key, contents: []) == nil)
        #expect(try await second.get(key).starts(with: Array("hello\n".utf8)))
        await lock.release()
        #expect(bucket.keys == [])
        #expect(try await second.acquire(key, contents: []) != nil)
    }

    @Test("a lease that nobody counts on expires, for those who look twice") func expiry() async throws {
        let holder = store(patience: 100)
        let lock = try #require(try await holder.acquire(key, contents: []))
        holder.die()
        let other = store(patience: 100)
        #expect(try await other.acquire(key, contents: []) == nil)
        try await Task.sleep(for: .milliseconds(150))
        // Another process has not seen it before.
        #expect(try await store(patience: 100).acquire(key, contents: []) == nil)
        let taken = try #require(try await other.acquire(key, contents: []))
        // What the dead do does not matter any more.
        await lock.release()
        #expect(bucket.keys == [key.description])
        await taken.release()
        #expect(bucket.keys == [])
    }

    @Test("a lease that is counted on does not expire") func heartbeat() async throws {
        // Patience is long beside the beats, since the machine of the tests may be slow.
        let (holder, other) = (store(heartbeat: 20, patience: 1000), store(heartbeat: 20, patience: 1000))
        let lock = try #require(try await holder.acquire(key, contents: []))
        for _ in 0..<15 {
            #expect(try await other.acquire(key, contents: []) == nil)
            try await Task.sleep(for: .milliseconds(100))
        }
        await lock.release()
    }

    @Test("of many who want an expired lease one gets it") func contention() async throws {
        let dead = store(patience: 0)
        let lock = try #require(try await dead.acquire(key, contents: []))
        dead.die()
        let winners = await withTaskGroup(of: (any ObjectLock)?.self) { group in
            for _ in 0..<20 {
                let store = store(heartbeat: 100_000, patience: 1)
                group.addTask {
                    _ = try? await store.acquire(key, contents: [])
                    try? await Task.sleep(for: .milliseconds(50))
                    return try? await store.acquire(key, contents: [])
                }
            }
            var winners: [any ObjectLock] = []
            for await lock in group { if let lock { winners.append(lock) } }
            return winners
        }
        #expect(winners.count == 1)
        await lock.release()
    }

    @Test("failures that are none, and successes that are none", arguments: 0..<20 as Range<UInt64>)
    func faults(seed: UInt64) async throws {
        let timing = LeaseTiming(heartbeat: .milliseconds(5), patience: .seconds(60))
        let store = MemoryStore(bucket, faults: StoreFaults(rate: 3, seed: seed), timing: timing)
        var lock: (any ObjectLock)?
        for _ in 0..<50 where lock == nil { lock = try? await store.acquire(key, contents: []) }
        try await Task.sleep(for: .milliseconds(50))
        #expect(try await self.store(patience: 60_000).acquire(key, contents: []) == nil)
        withExtendedLifetime(lock) {}
    }
}
