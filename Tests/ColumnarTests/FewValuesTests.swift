import TestSupport
import Testing

@testable import Columnar

/// Dictionaries of so few values that tokens are compared with all of them.
@Suite struct FewValuesTests {
    /// Tokens that are nearly a value.
    private func neighbours(_ value: [UInt8], _ random: inout SeededGenerator) -> [[UInt8]] {
        var changed = value
        changed[random.below(value.count)] ^= 1
        return [
            changed, value.dropLast(), value + [0], value + [0x61], value + value, [0] + value,
            // As long as the value where only the last byte of a length is looked at.
            value + random.bytes(256, from: Array("ab".utf8)), value + [UInt8](repeating: 0x20, count: 512),
        ]
    }

    @Test(arguments: KernelLevel.available, [1...8, 9...15, 1...15, 8...9, 12...20])
    func everyTokenHasItsID(_ level: KernelLevel, _ lengths: ClosedRange<Int>) {
        var random = SeededGenerator(seed: UInt64(lengths.upperBound))
        for count in 1...8 {
            for rows in [1, 7, 8, 9, 16, 40, 131] {
                let dictionary = ByteArrayDictionary(level: level)
                var ids: [[UInt8]: UInt32] = [[0x2D]: 0]
                while ids.count <= count {
                    let length = lengths.lowerBound + random.below(lengths.count)
                    let value = random.bytes(length, from: Array("abc".utf8))
                    if ids[value] == nil { ids[value] = dictionary.id(of: value) }
                }
                let values = ids.keys.sorted { $0.lexicographicallyPrecedes($1) }
                // The second time around there are more values, and `-` is NULL already.
                for isCrowded in [false, true, true] {
                    let tokens = (0..<rows).map { _ in
                        let value = random.pick(values)
                        return isCrowded && random.oneIn(3) ? random.pick(neighbours(value, &random)) : value
                    }
                    var rejected: [Int] = []
                    var found = [UInt32](repeating: 0xDEAD_BEEF, count: rows + 1)
                    found.withUnsafeMutableBufferPointer { target in
                        Tokens(tokens, filler: UInt8(rows)).withColumn { column in
                            guard let base = target.baseAddress else { return }
                            dictionary.intern(column, into: base) { rejected.append($0) }
                        }
                    }
                    let expected = tokens.map { token -> UInt32 in
                        if token.isEmpty { return 0 }
                        if ids[token] == nil { ids[token] = UInt32(ids.count) }
                        return ids[token] ?? 0
                    }
                    #expect(found == expected + [0xDEAD_BEEF])
                    #expect(rejected == tokens.indices.filter { tokens[$0].isEmpty })
                }
                #expect(ids.allSatisfy { $0.value == 0 || dictionary.bytes(of: $0.value) == $0.key })
            }
        }
    }
}
