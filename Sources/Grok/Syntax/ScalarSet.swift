/// A set of Unicode scalars: what one place of a pattern matches.
struct ScalarSet: Equatable, Sendable {
    private static let limit: UInt32 = 0x10FFFF

    /// One bit for each of the scalars 0 to 63 and 64 to 127.
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0
    /// The members from U+0080 up: sorted, apart from each other.
    private(set) var ranges: [ClosedRange<UInt32>] = []

    init() {}

    init(_ members: ClosedRange<UInt32>...) {
        for range in members { insert(range) }
    }

    /// The scalars of an ASCII text.
    init(ascii text: StaticString) {
        text.withUTF8Buffer { bytes in
            for byte in bytes { insert(UInt32(byte)...UInt32(byte)) }
        }
    }

    /// `.`: everything but what Java counts as the end of a line.
    static let anyButLineEnds = ScalarSet(0x0A...0x0A, 0x0D...0x0D, 0x85...0x85, 0x2028...0x2029).inverted
    static let all = ScalarSet(0...limit)
    static let digits = ScalarSet(0x30...0x39)
    static let wordCharacters = ScalarSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
    static let whitespace = ScalarSet(0x09...0x0D, 0x20...0x20)

    var isEmpty: Bool { low == 0 && high == 0 && ranges.isEmpty }

    /// The only member, where it is an ASCII one.
    var onlyASCII: UInt8? {
        guard ranges.isEmpty, low.nonzeroBitCount + high.nonzeroBitCount == 1 else { return nil }
        return UInt8(low != 0 ? low.trailingZeroBitCount : 64 + high.trailingZeroBitCount)
    }

    mutating func insert(_ range: ClosedRange<UInt32>) {
        for scalar in range.clamped(to: 0...0x7F) where range.contains(scalar) {
            if scalar < 64 { low |= 1 << UInt64(scalar) } else { high |= 1 << UInt64(scalar - 64) }
        }
        guard range.upperBound >= 0x80 else { return }
        ranges.append(max(range.lowerBound, 0x80)...range.upperBound)
        normalize()
    }

    mutating func formUnion(_ other: ScalarSet) {
        low |= other.low
        high |= other.high
        ranges += other.ranges
        normalize()
    }

    private mutating func normalize() {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        ranges = merged
    }

    /// Everything that is not in the set.
    var inverted: ScalarSet {
        var result = ScalarSet()
        (result.low, result.high) = (~low, ~high)
        var next: UInt32 = 0x80
        for range in ranges {
            if range.lowerBound > next { result.ranges.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= Self.limit { result.ranges.append(next...Self.limit) }
        return result
    }

    /// The set with the other case of each ASCII letter.
    var ignoringCase: ScalarSet {
        var result = self
        let letters: UInt64 = 0x07FF_FFFE
        result.high |= (high & letters) << 32 | (high >> 32 & letters)
        return result
    }

    func contains(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return low >> UInt64(scalar) & 1 == 1 }
        if scalar < 128 { return high >> UInt64(scalar - 64) & 1 == 1 }
        return ranges.contains { $0.contains(scalar) }
    }
}
