/// Unpacks values of a fixed number of bits, lowest bit first (parquet-format, Encodings.md, "bit-packed run").
enum BitUnpacker {
    /// Unpacks `target` values of `width` (1 to 32) bits that begin `bit` bits behind byte `start`.
    ///
    /// The bytes of the last value must be there, and seven more.
    static func unpack(
        _ bytes: RawSpan,
        start: Int,
        bit: Int,
        width: Int,
        into target: inout MutableSpan<UInt32>,
        _ range: Range<Int>
    ) {
        let mask = UInt64.max >> UInt64(64 - width)
        var bit = bit
        for index in range {
            // Up to 7 bits of the value before, then at most 32 of this one: one word always has them.
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: start &+ (bit >> 3), as: UInt64.self)
            target[index] = UInt32(truncatingIfNeeded: word >> UInt64(bit & 7) & mask)
            bit &+= width
        }
    }

    /// The value of `width` (1 to 64) bits that begins `bit` bits behind byte `start`; eight bytes behind it must be there.
    @inline(__always)
    static func value(_ bytes: RawSpan, start: Int, bit: Int, width: Int) -> UInt64 {
        let offset = start &+ (bit >> 3)
        let shift = UInt64(bit & 7)
        var value = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)) >> shift
        if Int(shift) &+ width > 64 {
            value |= UInt64(bytes.unsafeLoadUnaligned(fromByteOffset: offset &+ 8, as: UInt8.self)) << (64 &- shift)
        }
        return value & UInt64.max >> UInt64(64 &- width)
    }
}
