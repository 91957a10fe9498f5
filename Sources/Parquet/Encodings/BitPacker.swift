import Columnar

/// Packs values of a fixed number of bits, lowest bit first (parquet-format, Encodings.md, "bit-packed run").
///
/// Advice for changers: up to 16 bits wide, eight values make two words without a branch, and half of the work is done on
/// vectors. Wider ones go through 64-bit words two at a time; the one branch of the loop is taken in a pattern that repeats
/// every 64 values at most, which processors learn.
enum BitPacker {
    /// The bits that `value` needs; 0 for 0.
    static func width(_ value: UInt64) -> Int { 64 - value.leadingZeroBitCount }

    /// Bytes behind the result that may be written to.
    static let slack = 16

    /// Packs `count` values, a multiple of 8, of `width` (1 to 32) bits; returns the bytes written.
    ///
    /// - Parameter usesVectors: Whether eight values go together, for which the processor must have the vectors.
    static func pack(
        _ values: UnsafePointer<UInt32>,
        count: Int,
        width: Int,
        into target: UnsafeMutablePointer<UInt8>,
        usesVectors: Bool = RowKernels.hasVectors
    ) -> Int {
        if width <= 16 {
            guard usesVectors else { return packNarrow(values, count: count, width: width, into: target) }
            RowKernels.pack(values, count: count, width: width, into: target)
            return count * width / 8
        }
        // Unsafe: whole words are loaded and stored without alignment; the caller has reserved `slack` bytes more.
        var out = UnsafeMutableRawPointer(target)
        let bits = UInt64(width)
        var word: UInt64 = 0
        var filled: UInt64 = 0
        var index = 0
        while index < count {
            let next = values + index
            push(UInt64(next[0]) | UInt64(next[1]) &<< bits, bits &* 2, &word, &filled, &out)
            index &+= 2
        }
        out.storeBytes(of: word.littleEndian, as: UInt64.self)
        return count * width / 8
    }

    /// Packs values of at most 16 bits, eight at a time.
    private static func packNarrow(
        _ values: UnsafePointer<UInt32>,
        count: Int,
        width: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        // Unsafe: as above.
        var out = UnsafeMutableRawPointer(target)
        let bits = UInt64(width)
        let pairShift = SIMD4<UInt64>(repeating: 32 &- bits)
        let pairMask = SIMD4<UInt64>(repeating: UInt64.max >> (64 &- bits &* 2))
        for group in 0..<(count / 8) {
            // Two neighbours are the halves of a lane; the upper one moves down to where the lower one ends.
            let eight = UnsafeRawPointer(values + group &* 8).loadUnaligned(as: SIMD4<UInt64>.self)
            let pairs = (eight | eight &>> pairShift) & pairMask
            let low = pairs[0] | pairs[1] &<< (bits &* 2)
            let high = pairs[2] | pairs[3] &<< (bits &* 2)
            // Shifts by 64 give 0 here.
            out.storeBytes(of: (low | high << (bits &* 4)).littleEndian, as: UInt64.self)
            (out + 8).storeBytes(of: (high >> (64 &- bits &* 4)).littleEndian, as: UInt64.self)
            out += width
        }
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
