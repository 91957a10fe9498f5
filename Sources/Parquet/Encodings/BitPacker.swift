/// Packs values of a fixed number of bits, lowest bit first (parquet-format, Encodings.md, "bit-packed run").
///
/// Advice for changers: values go through 64-bit words four or two at a time; the one branch of the loops is taken in a
/// pattern that repeats every 64 values at most, which processors learn.
enum BitPacker {
    /// The bits that `value` needs; 0 for 0.
    static func width(_ value: UInt64) -> Int { 64 - value.leadingZeroBitCount }

    /// Bytes behind the result that may be written to.
    static let slack = 8

    /// Packs `count` values, a multiple of 8, of `width` (1 to 32) bits; returns the bytes written.
    static func pack(
        _ values: UnsafePointer<UInt32>,
        count: Int,
        width: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        // Unsafe: whole words are loaded and stored without alignment; the caller has reserved `slack` bytes more.
        var out = UnsafeMutableRawPointer(target)
        let bits = UInt64(width)
        var word: UInt64 = 0
        var filled: UInt64 = 0
        var index = 0
        if width <= 16 {
            while index < count {
                let next = values + index
                let four =
                    UInt64(next[0]) | UInt64(next[1]) &<< bits | UInt64(next[2]) &<< (bits &* 2)
                    | UInt64(next[3]) &<< (bits &* 3)
                push(four, bits &* 4, &word, &filled, &out)
                index &+= 4
            }
        } else {
            while index < count {
                let next = values + index
                push(UInt64(next[0]) | UInt64(next[1]) &<< bits, bits &* 2, &word, &filled, &out)
                index &+= 2
            }
        }
        out.storeBytes(of: word.littleEndian, as: UInt64.self)
        return count * width / 8
    }

    /// Packs `count` values, a multiple of 8, of `width` (1 to 64) bits; returns the bytes written.
    static func pack(
        _ values: UnsafePointer<UInt64>,
        count: Int,
        width: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        // Unsafe: as above.
        var out = UnsafeMutableRawPointer(target)
        var word: UInt64 = 0
        var filled: UInt64 = 0
        for index in 0..<count { push(values[index], UInt64(width), &word, &filled, &out) }
        out.storeBytes(of: word.littleEndian, as: UInt64.self)
        return count * width / 8
    }

    /// Adds `bits` (1 to 64) bits to the word under way and stores it when it is full.
    @inline(__always)
    private static func push(
        _ value: UInt64,
        _ bits: UInt64,
        _ word: inout UInt64,
        _ filled: inout UInt64,
        _ out: inout UnsafeMutableRawPointer
    ) {
        word |= value &<< filled
        let sum = filled &+ bits
        if sum >= 64 {
            out.storeBytes(of: word.littleEndian, as: UInt64.self)
            out += 8
            // What did not fit; a shift by 64 gives 0 here.
            word = value >> (64 &- filled)
            filled = sum &- 64
        } else {
            filled = sum
        }
    }
}
