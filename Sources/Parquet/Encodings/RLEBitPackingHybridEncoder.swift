import Columnar

/// The RLE/bit-packing hybrid of levels and dictionary indices (parquet-format, Encodings.md, RLE = 3).
///
///     encoded-data   := run*
///     run            := bit-packed-run | rle-run
///     bit-packed-run := varint(groups << 1 | 1) followed by groups × 8 values of `width` bits
///     rle-run        := varint(count << 1) followed by one value in ceil(width / 8) bytes
enum RLEBitPackingHybridEncoder {
    /// Values that must be readable behind the last one, whatever they are.
    static let slack = 8

    /// The shortest run that is worth a header of its own, in values.
    private static func shortestRun(width: Int) -> Int { width >= 8 ? 8 : (64 / max(width, 1) + 7) & ~7 }

    /// Appends `count` values of `width` (1 to 32) bits; ``slack`` more must be readable and writable.
    static func encode(
        _ values: UnsafeMutablePointer<UInt32>,
        count: Int,
        width: Int,
        into buffer: ByteBuffer
    ) {
        let shortest = shortestRun(width: width)
        var literalStart = 0
        var index = 0
        // Runs begin where a group of eight would: a bit-packed run holds whole groups.
        while index + 8 <= count {
            let first = values[index]
            // Most groups are told by their second value.
            guard values[index &+ 1] == first, Memory.isRunOfEight(values + index) else {
                index &+= 8
                continue
            }
            var end = index + 8
            while end < count, values[end] == first { end &+= 1 }
            guard end - index >= shortest || (literalStart == index && end == count) else {
                index &+= (end &- index) & ~7
                continue
            }
            appendLiterals(values, literalStart..<index, width: width, buffer)
            appendRun(of: first, count: end - index, width: width, buffer)
            index = end
            literalStart = end
        }
        appendLiterals(values, literalStart..<count, width: width, buffer)
    }

    /// Appends `count` times the same value.
    static func encode(repeating value: UInt32, count: Int, width: Int, into buffer: ByteBuffer) {
        if count > 0 { appendRun(of: value, count: count, width: width, buffer) }
    }

    /// Appends values as one bit-packed run, padded with zeros to whole groups of eight.
    private static func appendLiterals(
        _ values: UnsafeMutablePointer<UInt32>,
        _ range: Range<Int>,
        width: Int,
        _ buffer: ByteBuffer
    ) {
        guard !range.isEmpty else { return }
        let groups = (range.count + 7) / 8
        // The padding lies behind the last value: only the last run of a page has any.
        for index in range.count..<(groups * 8) { values[range.lowerBound + index] = 0 }
        buffer.append(varint: UInt64(groups) << 1 | 1)
        buffer.append(room: groups * width + BitPacker.slack) { target in
            BitPacker.pack(values + range.lowerBound, count: groups * 8, width: width, into: target)
        }
    }

    private static func appendRun(of value: UInt32, count: Int, width: Int, _ buffer: ByteBuffer) {
        buffer.append(varint: UInt64(count) << 1)
        for byte in 0..<((width + 7) / 8) { buffer.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))) }
    }
}
