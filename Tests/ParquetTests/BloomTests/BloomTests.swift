import Columnar
import TestSupport
import Testing

@testable import Parquet

@Suite struct BloomTests {
    /// The sanity buffer of the xxHash project and the sums that it documents.
    @Test(
        arguments: [
            (0, 0, 0xEF46_DB37_51D8_E999), (0, 0x9E37_79B1, 0xAC75_FDA2_929B_17EF), (1, 0, 0xE934_A84A_DB05_2768),
            (1, 0x9E37_79B1, 0x5014_6076_43A9_B4C3), (14, 0, 0x8282_DCC4_994E_35C8),
            (14, 0x9E37_79B1, 0xC3BD_6BF6_3DEB_6DF0), (222, 0, 0xB641_AE8C_B691_C174),
            (222, 0x9E37_79B1, 0x20CB_8AB7_AE10_C14A),
        ] as [(Int, UInt64, UInt64)]
    )
    func officialVectors(_ length: Int, _ seed: UInt64, _ expected: UInt64) {
        let prime: UInt64 = 0x9E37_79B1_85EB_CA8D
        var state: UInt64 = 0x9E37_79B1
        let buffer = (0..<length).map { _ -> UInt8 in
            defer { state = state &* prime }
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        #expect(XXHash64.hash(buffer, seed: seed) == expected)
    }

    @Test(
        arguments: [
            ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64)]
    )
    func knownTexts(_ text: String, _ expected: UInt64) {
        #expect(XXHash64.hash(Array(text.utf8)) == expected)
    }

    @Test func theHashReadsNoBytesOutside() {
        for length in 0...130 {
            let bytes = (0..<length).map { UInt8($0) }
            let hashes = [0, 1, 7].map { shift -> UInt64 in
                let padded = [UInt8](repeating: 0xAA, count: shift) + bytes + [UInt8(shift), 9, 9, 9, 9, 9, 9, 9, 9]
                return padded.withUnsafeBytes {
                    XXHash64.hash(UnsafeRawBufferPointer(rebasing: $0[shift..<(shift + length)]))
                }
            }
            #expect(Set(hashes).count == 1)
        }
    }

    @Test(arguments: [0.1, 0.05, 0.01, 0.001], [1, 10, 1000, 20_000])
    func noValueIsMissedAndFewOthersPass(_ rate: Double, _ count: Int) {
        var filter = SplitBlockBloomFilter(distinctCount: count, falsePositiveRate: rate)
        func hash(_ number: Int) -> UInt64 { XXHash64.hash(Array("10.0.\(number)".utf8)) }
        for number in 0..<count { filter.insert(hash: hash(number)) }
        #expect((0..<count).allSatisfy { filter.mayContain(hash: hash($0)) })
        let probes = 20_000
        let passed = (0..<probes).count { filter.mayContain(hash: hash(1_000_000 + $0)) }
        #expect(Double(passed) <= 2 * rate * Double(probes) + 6)
        // A filter that is far too large would pass the test above.
        if count >= 1000 { #expect(Double(passed) >= rate * Double(probes) / 4 - 6) }
        #expect(SplitBlockBloomFilter(bytes: filter.bytes) == filter)
        #expect(filter.bytes.count % 32 == 0)
    }

    @Test func filtersHaveALimit() {
        let filter = SplitBlockBloomFilter(distinctCount: 100_000_000, falsePositiveRate: 0.000_001)
        #expect(filter.bytes.count == SplitBlockBloomFilter.sizeLimit)
        #expect(SplitBlockBloomFilter(bytes: []) == nil)
        #expect(SplitBlockBloomFilter(bytes: [UInt8](repeating: 0, count: 33)) == nil)
        #expect(SplitBlockBloomFilter(distinctCount: 0, falsePositiveRate: 0.01).bytes.count == 32)
    }

    @Test func theFilterOfAColumnHoldsItsValues() {
        let vector = ColumnVector(type: .string)
        for value in ["a", nil, "", "10.0.0.1", "a"] { vector.append(value) }
        let filter = BloomFilterBuilder.filter(of: StringColumn(taking: vector), falsePositiveRate: 0.01)
        for value in ["a", "", "10.0.0.1"] { #expect(filter.mayContain(hash: XXHash64.hash(Array(value.utf8)))) }
        #expect(!filter.mayContain(hash: XXHash64.hash(Array("10.0.0.2".utf8))))
    }
}
