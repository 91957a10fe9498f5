import Lake
import Storage
import TestSupport
import Testing

@testable import Conversion
@testable import FlowLogs

/// Whatever a store does to a run, running again until it succeeds gives every row once.
@Suite struct FaultyStoreTests {
    private static let lines = 60

    private func inputs(_ folder: TemporaryFolder) throws -> [String] {
        try (0..<3).map { number in
            var text = "start dstport account-id\n"
            for row in 0..<Self.lines {
                text += "\(1_700_000_000 + row * 4000) \(row) \(number)\n"
            }
            try folder.write(text, to: "in/\(number).log")
            return folder.file("in/\(number).log")
        }
    }

    private func convert(_ inputs: [String], _ store: FaultyStore, compacts: Bool = false) async throws {
        // One unit each, so that several are under way.
        for input in inputs {
            let options = ConversionOptions(inputs: [input], output: "lake")
            _ = try await Converter(options: options, store: store).run()
        }
        if compacts {
            _ = try await LakeCompactor(log: CommitLog(store: store), options: CompactionOptions()).run()
        }
    }

    /// A reader of the same store that shares nothing with the writer but the bytes: rows by their numbers.
    private func check(_ store: FaultyStore, inputs: [String], _ note: String) async throws {
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
        let leftovers = store.keys.filter {
            $0.hasPrefix("_flowconv/intents") || $0.hasPrefix("_flowconv/claims")
                || $0.hasPrefix("_flowconv/compacting")
        }
        #expect(leftovers == [], "\(note)")
    }

    @Test func operationsThatFailNowAndThen() async throws {
        let folder = try TemporaryFolder()
        let inputs = try inputs(folder)
        for seed in 0..<20 as Range<UInt64> {
            let store = FaultyStore(rate: seed % 2 == 0 ? 12 : 60, seed: seed)
            for _ in 0..<6 { try? await convert(inputs, store, compacts: seed % 4 == 1) }
            store.heal()
            try await convert(inputs, store, compacts: seed % 4 == 1)
            try await check(store, inputs: inputs, "seed \(seed)")
        }
    }

    @Test func anEndAfterEveryOperation() async throws {
        let folder = try TemporaryFolder()
        let inputs = try inputs(folder)
        let whole = FaultyStore(rate: .max, seed: 0)
        whole.heal()
        try await convert(inputs, whole, compacts: true)
        try await check(whole, inputs: inputs, "no fault")
        for operation in 0..<whole.operations {
            let store = FaultyStore(rate: .max, seed: 0)
            store.end(after: operation)
            try? await convert(inputs, store, compacts: true)
            store.heal()
            try await convert(inputs, store, compacts: true)
            try await check(store, inputs: inputs, "operation \(operation)")
        }
    }
}
