import TestSupport
import Testing

@testable import Columnar

/// Columns that are compared with another one before they are looked up.
@Suite struct LikeColumnsTests {
    private typealias Pair = (other: [UInt8], token: [UInt8])

    private static let invalid: [[UInt8]] = [
        [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], Array(repeating: 0x61, count: 14) + [0xC3],
        Array(repeating: 0x61, count: 40) + [0xFF],
    ]

    /// What a look-up gives.
    private struct Outcome {
        var ids: [UInt32] = []
        var rejected: [Int] = []
    }

    private func outcome(
        _ rows: Int,
        _ intern: (UnsafeMutablePointer<UInt32>, (Int) -> Void) -> Void
    ) -> Outcome {
        var outcome = Outcome()
        outcome.ids = [UInt32](unsafeUninitializedCapacity: rows) { target, count in
            target.initialize(repeating: 0xDEAD_BEEF)
            if let base = target.baseAddress { intern(base) { outcome.rejected.append($0) } }
            count = rows
        }
        return outcome
    }

    /// Looks up the second tokens like the first ones, and in a twin each column by itself.
    private func check(_ pairs: [Pair], _ dictionary: ByteArrayDictionary, _ twin: ByteArrayDictionary) {
        let tokens = Tokens(pairs.flatMap { [$0.other, $0.token] }, filler: UInt8(pairs.count & 0xFF))
        tokens.withColumn(first: 1, stride: 2) { column in
            let others = column.moved(by: -1)
            let first = outcome(column.count) { dictionary.intern(others, into: $0, onReject: $1) }
            let second = first.ids.withUnsafeBufferPointer { ids in
                outcome(column.count) { target, onReject in
                    guard let ids = ids.baseAddress else { return }
                    dictionary.intern(column, like: others, ids, into: target, onReject: onReject)
                }
            }
            let plainFirst = outcome(column.count) { twin.intern(others, into: $0, onReject: $1) }
            let plain = outcome(column.count) { twin.intern(column, into: $0, onReject: $1) }
            #expect(first.ids == plainFirst.ids && first.rejected == plainFirst.rejected)
            #expect(second.ids == plain.ids)
            // What is refused in both columns is told of the first at least: a row is refused once.
            let known = Set(first.rejected)
            #expect(Set(second.rejected).subtracting(known) == Set(plain.rejected).subtracting(known))
            #expect(second.rejected == plain.rejected.filter(Set(second.rejected).contains))
        }
        #expect(dictionary.count == twin.count)
        let ids = (0...UInt32(twin.count)).map { $0 }
        #expect(ids.allSatisfy { dictionary.bytes(of: $0) == twin.bytes(of: $0) })
    }

    private func token(_ random: inout SeededGenerator) -> [UInt8] {
        switch random.below(12) {
        case 0: return [0x2D]
        case 1: return Array("--".utf8)
        // Zeros are what the keys of short tokens are filled up with.
        case 2: return [UInt8](repeating: 0, count: 1 + random.below(17))
        case 3: return Array(random.text(upTo: 20).utf8)
        default: return random.bytes(1 + random.below(60), from: Array("ab".utf8))
        }
    }

    /// No row differs, a few do, most do, all do; where the first rows say so, and where they say something else.
    @Test(arguments: KernelLevel.available, [1, 7, 63, 64, 65, 500, 3000]) func agreesWithPlainLookUps(
        _ level: KernelLevel,
        _ rows: Int
    ) {
        var random = SeededGenerator(seed: UInt64(rows))
        for shares in [(0, 0), (1, 1), (40, 40), (100, 100), (0, 60), (60, 0)] {
            let dictionary = ByteArrayDictionary(level: level)
            let twin = ByteArrayDictionary(level: .plain)
            for _ in 0..<3 {
                let pool = (0..<50).map { _ in token(&random) } + Self.invalid + [[]]
                let pairs = (0..<rows).map { row -> Pair in
                    let other = random.pick(pool)
                    let differs = random.below(100) < (row < 64 ? shares.0 : shares.1)
                    return (other, differs ? random.oneIn(3) ? token(&random) : random.pick(pool) : other)
                }
                check(pairs, dictionary, twin)
            }
        }
    }

    /// One byte changed at every place, of which both ends and the middle are compared in different ways.
    @Test(arguments: KernelLevel.available) func everyLengthAndEveryDifferingByte(_ level: KernelLevel) {
        let dictionary = ByteArrayDictionary(level: level)
        let twin = ByteArrayDictionary(level: .plain)
        // The first rows are the same, so that the others are compared.
        var pairs = [Pair](repeating: (Array("same".utf8), Array("same".utf8)), count: 64)
        for length in 1...60 {
            let base = [UInt8](repeating: 0x61, count: length)
            for place in 0..<length {
                for byte: UInt8 in [0x62, 0] {
                    var changed = base
                    changed[place] = byte
                    pairs.append((base, changed))
                }
            }
        }
        check(pairs, dictionary, twin)
        check(pairs.map { ($0.token, $0.other) }, dictionary, twin)
    }

    /// What stands behind a token is no part of it.
    @Test(arguments: KernelLevel.available) func tokensThatBeginAlike(_ level: KernelLevel) {
        var pairs = [Pair](repeating: (Array("same".utf8), Array("same".utf8)), count: 64)
        for length in 0...60 {
            let token = [UInt8](repeating: 0x61, count: length)
            for tail: [UInt8] in [[0], [0x61], [0x20], [0x2D]] {
                pairs += [(token, token + tail), (token + tail, token)]
            }
        }
        check(pairs, ByteArrayDictionary(level: level), ByteArrayDictionary(level: .plain))
    }

    /// A row that is refused in one column is none in the other.
    @Test(arguments: KernelLevel.available) func whatOnlyOneColumnHolds(_ level: KernelLevel) {
        let good = Array("good".utf8)
        for bad in Self.invalid + [[]] {
            let same = [Pair](repeating: (good, good), count: 70)
            let pairs = same + [(good, bad), (bad, good), (bad, [0x2D]), ([0x2D], bad), (bad, bad)]
            check(pairs, ByteArrayDictionary(level: level), ByteArrayDictionary(level: .plain))
        }
    }
}
