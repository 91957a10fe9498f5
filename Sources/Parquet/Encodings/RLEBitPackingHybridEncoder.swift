import Columnar

/// The RLE/bit-packing hybrid of levels and dictionary indices (parquet-format, Encodings.md, RLE = 3).
///
///     encoded-data   := run*
///     run            := bit-packed-run | rle-run
///     bit-packed-run := varint(groups << 1 | 1) followed by groups × 8 values of `width` bits
///     rle-run        := varint(count << 1) followed by one value in ceil(width / 8) bytes
enum RLEBitPackingHybridEncoder {
    /// The shortest run that is worth a run header of its own, in values.
    private static func shortestRun(width: Int) -> Int { width >= 8 ? 8 : (64 / max(width, 1) + 7) & ~7 }

    /// Appends `count` values of `width` bits (0 to 32).
    @inline(__always)
    static func encode(count: Int, width: Int, into buffer: ByteBuffer, value: (Int) -> UInt32) {
        guard count > 0 else { return }
        // Nothing to tell apart: one run, whatever its length.
        guard width > 0 else { return appendRun(of: 0, count: count, width: 0, buffer) }
        let shortest = shortestRun(width: width)
        var literalStart = 0
        var index = 0
        while index < count {
            // Runs begin where a group of eight would: bit-packed runs hold whole groups.
            let first = value(index)
            var end = index + 1
            let probe = min(index + 8, count)
            while end < probe, value(end) == first { end += 1 }
            guard end == probe, end - index == 8 || index == literalStart else {
                index = probe
                continue
            }
            while end < count, value(end) == first { end += 1 }
            let length = end - index
            guard length >= shortest || (end == count && index == literalStart) else {
                index += max(length & ~7, 8)
                continue
            }
            appendLiterals(literalStart..<index, width: width, buffer, value)
            appendRun(of: first, count: length, width: width, buffer)
            index = end
            literalStart = end
        }
        appendLiterals(literalStart..<count, width: width, buffer, value)
    }

    /// Appends values as one bit-packed run, padded with zeros to whole groups of eight.
    @inline(__always)
    private static func appendLiterals(_ range: Range<Int>, width: Int, _ buffer: ByteBuffer, _ value: (Int) -> UInt32) {
        guard !range.isEmpty else { return }
        let groups = (range.count + 7) / 8
        buffer.append(varint: UInt64(groups) << 1 | 1)
        let whole = range.count & ~7
        buffer.append(room: groups * width + 8) { target in
            var written = BitPacker.pack(count: whole, width: width, into: target) { value(range.lowerBound + $0) }
            if whole < range.count {
                written += BitPacker.pack(count: 8, width: width, into: target + written) {
                    let index = range.lowerBound + whole + $0
                    return index < range.upperBound ? value(index) : 0
                }
            }
            return written
        }
    }

    private static func appendRun(of value: UInt32, count: Int, width: Int, _ buffer: ByteBuffer) {
        buffer.append(varint: UInt64(count) << 1)
        for byte in 0..<((width + 7) / 8) { buffer.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))) }
    }
}
