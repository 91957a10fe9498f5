import Columnar

/// DELTA_BINARY_PACKED for integers (parquet-format, Encodings.md, 5).
///
///     encoded-data := block-size miniblocks-per-block value-count first-value block*
///     block        := min-delta bit-width{miniblocks} miniblock*
///
/// Blocks of 128 deltas in 4 miniblocks of 32, as other writers have them. Deltas wrap, in the width of the column's type:
/// that is what the format asks for, and readers add with the same wrap.
enum DeltaBinaryPackedEncoder {
    static let blockSize = 128
    static let miniblocks = 4
    static let miniblockSize = blockSize / miniblocks

    /// Appends `values`.
    static func encode<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: UnsafeBufferPointer<Value>,
        into buffer: ByteBuffer
    ) {
        buffer.append(varint: UInt64(blockSize))
        buffer.append(varint: UInt64(miniblocks))
        buffer.append(varint: UInt64(values.count))
        buffer.append(zigzag: Int64(values.first ?? 0))
        var deltas = InlineArray<128, Value>(repeating: 0)
        var start = 1
        while start < values.count {
            let count = min(blockSize, values.count - start)
            var least = Value.max
            for index in 0..<count {
                let delta = values[start + index] &- values[start + index - 1]
                deltas[index] = delta
                least = min(least, delta)
            }
            appendBlock(deltas, count: count, least: least, buffer)
            start += count
        }
    }

    private static func appendBlock<Value: FixedWidthInteger & SignedInteger>(
        _ deltas: InlineArray<128, Value>,
        count: Int,
        least: Value,
        _ buffer: ByteBuffer
    ) {
        buffer.append(zigzag: Int64(least))
        // A miniblock without deltas has width 0 and no body; one that is partly filled is padded with zeros.
        var offsets = InlineArray<128, UInt64>(repeating: 0)
        var widths = InlineArray<4, Int>(repeating: 0)
        let mask = UInt64.max >> UInt64(64 - Value.bitWidth)
        for index in 0..<count {
            offsets[index] = UInt64(truncatingIfNeeded: deltas[index] &- least) & mask
        }
        for miniblock in 0..<miniblocks {
            var bits: UInt64 = 0
            for index in 0..<miniblockSize { bits |= offsets[miniblock * miniblockSize + index] }
            widths[miniblock] = BitPacker.width(bits)
            buffer.append(UInt8(widths[miniblock]))
        }
        // Unsafe: the packer reads the fixed array in place.
        offsets.span.withUnsafeBufferPointer { all in
            for miniblock in 0..<miniblocks where widths[miniblock] > 0 {
                let part = UnsafeBufferPointer(rebasing: all[(miniblock * miniblockSize)..<((miniblock + 1) * miniblockSize)])
                buffer.append(room: miniblockSize * widths[miniblock] / 8 + 8) { target in
                    BitPacker.pack64(part, width: widths[miniblock], into: target)
                }
            }
        }
    }
}

extension ByteBuffer {
    /// Appends a signed number as an unsigned varint that is small where the number is near 0.
    func append(zigzag value: Int64) {
        append(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
    }
}
