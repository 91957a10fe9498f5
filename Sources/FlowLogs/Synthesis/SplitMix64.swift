/// A small random generator whose numbers depend on the seed alone, on every machine.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number from 0 up to and without `limit`.
    mutating func below(_ limit: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    /// Whether an event of that chance, in thousandths, happens.
    mutating func happens(perMille chance: Int) -> Bool { below(1000) < chance }

    /// A number from 0 up to and without `limit` of which small ones are far more likely: the shape of real traffic.
    mutating func skewed(_ limit: Int) -> Int {
        let fraction = Double(next() >> 11) * 0x1p-53
        return min(Int(fraction * fraction * fraction * Double(limit)), limit - 1)
    }
}
