import Columnar

/// Packs values of a fixed number of bits, lowest bit first (parquet-format, Encodings.md, "bit-packed run").
enum BitPacker {
    /// The bits that `value` needs; 0 for 0.
    static func width(_ value: UInt64) -> Int { 64 - value.leadingZeroBitCount }

    /// Packs `count` values of `width` (1 to 32) bits; `count * width` must be a multiple of 8.
    ///
    /// Writes up to 8 bytes more than the result has, so the room must be that much larger. Returns the bytes written.
    @inline(__always)
    static func pack(
        count: Int,
        width: Int,
        into target: UnsafeMutablePointer<UInt8>,
        value: (Int) -> UInt32
    ) -> Int {
        // Unsafe: whole words are stored without alignment, 32 bits at a time.
        var word: UInt64 = 0
        var filled: UInt64 = 0
        let bits = UInt64(width)
        var out = UnsafeMutableRawPointer(target)
        for index in 0..<count {
            word |= UInt64(value(index)) &<< filled
            filled &+= bits
            if filled >= 32 {
                out.storeBytes(of: UInt32(truncatingIfNeeded: word).littleEndian, as: UInt32.self)
                out += 4
                word &>>= 32
                filled &-= 32
            }
        }
        out.storeBytes(of: UInt32(truncatingIfNeeded: word).littleEndian, as: UInt32.self)
        return count * width / 8
    }

    /// Packs `count` values of up to 64 bits, as DELTA_BINARY_PACKED needs them.
    static func pack64(
        _ values: UnsafeBufferPointer<UInt64>,
        width: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        guard width > 0 else { return 0 }
        if width <= 32 {
            return pack(count: values.count, width: width, into: target) { UInt32(truncatingIfNeeded: values[$0]) }
        }
        var out = target
        var word: UInt64 = 0
        var filled = 0
        for value in values {
            word |= value << UInt64(filled)
            let free = 64 - filled
            if width >= free {
                UnsafeMutableRawPointer(out).storeBytes(of: word.littleEndian, as: UInt64.self)
                out += 8
                word = free == 64 ? 0 : value >> UInt64(free)
                filled = width - free
            } else {
                filled += width
            }
        }
        for _ in 0..<((filled + 7) / 8) {
            out.pointee = UInt8(truncatingIfNeeded: word)
            out += 1
            word >>= 8
        }
        return values.count * width / 8
    }
}
