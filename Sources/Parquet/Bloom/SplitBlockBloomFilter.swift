/// The split block bloom filter of the format (BloomFilter.md): blocks of eight 32-bit words, one bit set in each.
public struct SplitBlockBloomFilter: Sendable, Equatable {
    /// The most bytes a filter may take.
    static let sizeLimit = 1 << 20

    private static let salts: [UInt32] = [
        0x47B6_137B, 0x4497_4D91, 0x8824_AD5B, 0xA2B7_289D, 0x7054_95C7, 0x2DF1_424B, 0x9EFC_4947, 0x5C6B_FB31,
    ]

    /// The words of all blocks, eight a block.
    private(set) var words: [UInt32]

    /// A filter for `distinctCount` values at the given false-positive rate.
    ///
    /// The number of blocks is what the rate needs and no power of two: every reader maps a hash to a block by
    /// multiplication, so any number will do, and filters come out up to half as large.
    public init(distinctCount: Int, falsePositiveRate: Double) {
        let bitsPerValue = Self.bitsPerValue(falsePositiveRate)
        let blocks = Int((Double(max(distinctCount, 1)) * bitsPerValue / 256).rounded(.up))
        words = [UInt32](repeating: 0, count: min(max(blocks, 1), Self.sizeLimit / 32) * 8)
    }

    /// A filter read from a file; `nil` where the bytes are no whole number of blocks.
    init?(bytes: [UInt8]) {
        guard !bytes.isEmpty, bytes.count % 32 == 0 else { return nil }
        words = (0..<(bytes.count / 4)).map { index in
            var word: UInt32 = 0
            for place in 0..<4 { word |= UInt32(bytes[index * 4 + place]) << UInt32(8 * place) }
            return word
        }
    }

    /// `-8 / ln(1 - rate^(1/8))`, the bits that a value needs, from a table of the common rates.
    private static func bitsPerValue(_ rate: Double) -> Double {
        // Rates between two rows take the stricter one; the core goes without a mathematics library.
        let table: [(rate: Double, bits: Double)] = [
            (0.1, 6.0), (0.05, 7.0), (0.03, 7.9), (0.02, 8.7), (0.01, 9.7), (0.005, 11.0), (0.002, 12.8),
            (0.001, 14.4), (0.0001, 21.0), (0.00001, 30.5),
        ]
        return (table.first { $0.rate <= rate } ?? (0, 30.5)).bits
    }

    /// Adds a value by its hash.
    public mutating func insert(hash: UInt64) {
        let block = block(of: hash)
        let key = UInt32(truncatingIfNeeded: hash)
        for index in 0..<8 { words[block + index] |= 1 << ((key &* Self.salts[index]) >> 27) }
    }

    /// Adds values by their hashes, of which `hash` gives each.
    @inline(__always)
    mutating func insert(count: Int, hash: (Int) -> UInt64) {
        let blocks = UInt64(words.count / 8)
        Self.salts.withUnsafeBufferPointer { salts in
            words.withUnsafeMutableBufferPointer { words in
                for index in 0..<count {
                    let hash = hash(index)
                    // Unsafe: the block lies among those there are: a product with their number, without its lower half.
                    let block = Int(truncatingIfNeeded: ((hash >> 32) &* blocks) >> 32) &* 8
                    let key = UInt32(truncatingIfNeeded: hash)
                    for lane in 0..<8 { words[block &+ lane] |= 1 &<< ((key &* salts[lane]) &>> 27) }
                }
            }
        }
    }

    /// Whether a value with that hash may have been added; `false` is certain.
    public func mayContain(hash: UInt64) -> Bool {
        let block = block(of: hash)
        let key = UInt32(truncatingIfNeeded: hash)
        return (0..<8).allSatisfy { words[block + $0] >> ((key &* Self.salts[$0]) >> 27) & 1 == 1 }
    }

    private func block(of hash: UInt64) -> Int {
        Int(((hash >> 32) &* UInt64(words.count / 8)) >> 32) * 8
    }

    /// The filter as it stands in a file.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(words.count * 4)
        for word in words {
            for place in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(8 * place))) }
        }
        return bytes
    }
}
