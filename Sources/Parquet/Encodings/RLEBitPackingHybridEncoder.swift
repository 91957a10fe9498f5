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
        var start = 0
        while let run = firstRun(values, start..<count, shortest) {
            appendLiterals(values, start..<run.lowerBound, width: width, buffer)
            appendRun(of: values[run.lowerBound], count: run.count, width: width, buffer)
            start = run.upperBound
        }
        appendLiterals(values, start..<count, width: width, buffer)
    }

    /// The first stretch of equal values that is worth a header: `shortest` or more, or all there are.
    ///
    /// It begins where a group of eight would: a bit-packed run holds whole groups.
    @inline(__always)
    private static func firstRun(
        _ values: UnsafeMutablePointer<UInt32>,
        _ range: Range<Int>,
        _ shortest: Int
    ) -> Range<Int>? {
        let length = max(min(shortest, range.count), 8)
        var index = range.lowerBound
        while index &+ length <= range.upperBound {
            // A stretch that begins here or at one of the next groups holds the last value of this one, and so all that are
            // the same before it: it cannot begin before those do.
            let last = index &+ length &- 1
            var first = last
            while first > index, values[first &- 1] == values[last] { first &-= 1 }
            if first == index {
                var end = last &+ 1
                while end < range.upperBound, values[end] == values[last] { end &+= 1 }
                return index..<end
            }
            index = range.lowerBound &+ (first &- range.lowerBound &+ 7) & ~7
        }
        return nil
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
