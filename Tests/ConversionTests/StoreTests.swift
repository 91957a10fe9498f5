import Lake
import Storage
import TestSupport
import Testing

@testable import Conversion
@testable import FlowLogs

/// The commit log in a store that has no locks but leases: whatever befalls a run, running again until it succeeds gives
/// every row once.
@Suite(.serialized) struct StoreTests {
    private static let lines = 60

    private func inputs(_ folder: TemporaryFolder, count: Int = 3) throws -> [String] {
        try (0..<count).map { number in
            var text = "start dstport account-id\n"
            for row in 0..<Self.lines {
                text += "\(1_700_000_000 + row * 4000) \(row) \(number)\n"
            }
            try folder.write(text, to: "in/\(number).log")
            return folder.file("in/\(number).log")
        }
    }

    /// Converts inputs as units of that many.
    private func convert(
        _ inputs: [String],
        _ store: MemoryStore,
        unitSize: Int = 1,
        compacts: Bool = false
    ) async throws {
        for start in stride(from: 0, to: inputs.count, by: unitSize) {
            let unit = Array(inputs[start..<min(start + unitSize, inputs.count)])
            _ = try await Converter(options: ConversionOptions(inputs: unit, output: "lake"), store: store).run()
        }
        if compacts { try await compact(store) }
    }

    private func compact(_ store: MemoryStore) async throws {
        let end = ContinuousClock().now + MemoryStore.timing.patience * 20
        while true {
            do {
                _ = try await LakeCompactor(log: CommitLog(store: store), options: CompactionOptions()).run()
                return
            } catch let error as CommitError where error.code == .locked && ContinuousClock().now < end {
                // The claim of a compaction that has died expires like any other.
                try await Task.sleep(for: MemoryStore.timing.patience / 3)
            }
        }
    }

    /// The rows by a reader that shares nothing with the writer but the bytes, and what is left behind once the leases of
    /// the dead have expired.
    private func check(_ bucket: MemoryBucket, inputs: [String], _ note: String) async throws {
        let store = MemoryStore(bucket)
        for _ in 0..<20 where !bucket.leftovers.isEmpty {
            _ = try await CommitLog(store: store).recover()
            try await Task.sleep(for: MemoryStore.timing.patience / 2)
        }
        let (found, state) = try await LakeVerifier(store: store, threads: 1).run()
        #expect(found.findings.isEmpty, "\(note): \(found.findings)")
        let against = try await InputComparison.run(
            inputs: inputs,
            lake: "lake",
            state: state,
            lakeChecksum: found.checksum
        )
        #expect(against.findings.isEmpty, "\(note): \(against.findings)")
        #expect(found.checksum.rows == inputs.count * Self.lines, "\(note)")
        #expect(bucket.leftovers == [], "\(note)")
    }

    @Test func operationsThatFailNowAndThen() async throws {
        let folder = try TemporaryFolder()
        let inputs = try inputs(folder)
        for seed in 0..<20 as Range<UInt64> {
            let bucket = MemoryBucket()
            let faulty = MemoryStore(bucket, faults: StoreFaults(rate: seed % 2 == 0 ? 12 : 60, seed: seed))
            for _ in 0..<6 { try? await convert(inputs, faulty, compacts: seed % 4 == 1) }
            faulty.die()
            try await convert(inputs, MemoryStore(bucket), compacts: seed % 4 == 1)
            try await check(bucket, inputs: inputs, "seed \(seed)")
        }
    }

    @Test func anEndAfterEveryOperation() async throws {
        let folder = try TemporaryFolder()
        let inputs = try inputs(folder, count: 2)
        let whole = MemoryStore(MemoryBucket())
        try await convert(inputs, whole, compacts: true)
        let operations = whole.operations
        try await check(whole.bucket, inputs: inputs, "no fault")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for operation in 0..<operations {
                // They wait for leases more than they work.
                if operation >= 48 { _ = try await group.next() }
                group.addTask {
                    let bucket = MemoryBucket()
                    let dying = MemoryStore(bucket)
                    dying.end(after: operation)
                    try? await convert(inputs, dying, compacts: true)
                    dying.die()
                    try await convert(inputs, MemoryStore(bucket), compacts: true)
                    try await check(bucket, inputs: inputs, "operation \(operation)")
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func runsAtOnce() async throws {
        let folder = try TemporaryFolder()
        let inputs = try inputs(folder)
        for round in 0..<15 as Range<UInt64> {
            let bucket = MemoryBucket()
            await withTaskGroup(of: Void.self) { group in
                for run in 0..<3 as Range<UInt64> {
                    group.addTask {
                        let faults = round % 3 == 0 ? nil : StoreFaults(rate: 40, seed: round * 10 + run)
                        let store = MemoryStore(bucket, faults: faults)
                        // Units that are the same, and others that overlap.
                        let order = run == 1 ? inputs.reversed() : inputs
                        try? await convert(order, store, unitSize: Int(run) + 1, compacts: round % 2 == 1)
                    }
                }
            }
            for owner in 1...3 { bucket.kill(owner) }
            try await convert(inputs, MemoryStore(bucket), compacts: round % 2 == 1)
            try await check(bucket, inputs: inputs, "round \(round)")
        }
    }

    /// Leases that expire at once: nobody is kept from anything, and what is committed rests on conditions alone.
    @Test func leasesThatAreWorthNothing() async throws {
        let folder = try TemporaryFolder()
        let inputs = try inputs(folder)
        let worthless = LeaseTiming(heartbeat: .seconds(1000), patience: .zero)
        for round in 0..<15 as Range<UInt64> {
            let bucket = MemoryBucket()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for run in 0..<3 {
                    group.addTask {
                        let faults = StoreFaults(rate: 30, seed: round * 10 + UInt64(run))
                        let store = MemoryStore(bucket, faults: round % 2 == 0 ? faults : nil, timing: worthless)
                        try? await convert(run == 1 ? inputs.reversed() : inputs, store, unitSize: run + 1)
                    }
                }
                try await group.waitForAll()
            }
            for owner in 1...3 { bucket.kill(owner) }
            try await convert(inputs, MemoryStore(bucket, timing: worthless))
            try await check(bucket, inputs: inputs, "round \(round)")
        }
    }

    /// A process that is stopped for longer than its leases last, while another one does its work, and then goes on.
    @Test func aProcessThatSleeps() async throws {
        let folder = try TemporaryFolder()
        let inputs = try inputs(folder, count: 2)
        let whole = MemoryStore(MemoryBucket())
        try await convert(inputs, whole, unitSize: 2)
        for operation in stride(from: 1, to: whole.operations, by: 2) {
            let bucket = MemoryBucket()
            let sleeper = MemoryStore(bucket)
            sleeper.stop(after: operation)
            let sleeping = Task { try await convert(inputs, sleeper, unitSize: 2) }
            try await sleeper.waitUntilStopped()
            try await convert(inputs, MemoryStore(bucket), unitSize: 1)
            sleeper.resume()
            // Whatever it says: it must not do harm.
            _ = await sleeping.result
            try await check(bucket, inputs: inputs, "operation \(operation)")
        }
    }
}
