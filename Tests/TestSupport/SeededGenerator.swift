/// SplitMix64: the same seed gives the same numbers, so a failing case can be run again.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator whose numbers depend on the seed alone.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to and without `limit`.
    public mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// Whether something that happens once in `times` happens.
    public mutating func oneIn(_ times: Int) -> Bool { below(times) == 0 }

    /// One of the elements.
    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Bytes drawn from `alphabet`, or any bytes where it is empty.
    public mutating func bytes(_ count: Int, from alphabet: [UInt8] = []) -> [UInt8] {
        (0..<count).map { _ in alphabet.isEmpty ? UInt8(truncatingIfNeeded: next()) : pick(alphabet) }
    }

    /// Text of up to `limit` scalars out of every range of UTF-8 widths, with the borders among them.
    public mutating func text(upTo limit: Int) -> String {
        let borders: [UInt32] = [0x00, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10_FFFF]
        let kind = below(4)
        var scalars = String.UnicodeScalarView()
        for _ in 0..<below(limit + 1) {
            let value: UInt32
            switch kind {
            case 0: value = 0x61 + UInt32(below(4))
            case 1: value = pick(borders)
            case 2: value = UInt32(below(0x800))
            default: value = UInt32(below(0x11_0000))
            }
            if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}
