import Columnar

/// DELTA_BINARY_PACKED for integers (parquet-format, Encodings.md, 5).
///
///     encoded-data := block-size miniblocks-per-block value-count first-value block*
///     block        := min-delta bit-width{miniblocks} miniblock*
///
/// Blocks of 128 deltas in 4 miniblocks of 32, as other writers have them. Deltas wrap, in the width of the column's type:
/// that is what the format asks for, and readers add with the same wrap.
enum DeltaBinaryPackedEncoder {
    private static let blockSize = 128
    private static let miniblocks = 4
    private static let miniblockSize = blockSize / miniblocks

    /// Appends `values`.
    static func encode<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: UnsafeBufferPointer<Value>,
        into buffer: ByteBuffer
    ) {
        buffer.append(varint: UInt64(blockSize))
        buffer.append(varint: UInt64(miniblocks))
        buffer.append(varint: UInt64(values.count))
        buffer.append(zigzag: Int64(values.first ?? 0))
        // Unsafe: one block of offsets on the stack, written before it is read.
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: blockSize) { offsets in
            var start = 1
            while start < values.count {
                let count = min(blockSize, values.count - start)
                let block = UnsafeBufferPointer(rebasing: values[(start - 1)..<(start + count)])
                appendBlock(block, offsets, buffer)
                start += count
            }
        }
    }

    /// Appends the deltas between `values`, one fewer than there are values.
    private static func appendBlock<Value: FixedWidthInteger & SignedInteger>(
        _ values: UnsafeBufferPointer<Value>,
        _ offsets: UnsafeMutableBufferPointer<UInt64>,
        _ buffer: ByteBuffer
    ) {
        let count = values.count - 1
        var least = Value.max
        for index in 0..<count { least = min(least, values[index + 1] &- values[index]) }
        let mask = UInt64.max >> UInt64(64 - Value.bitWidth)
        for index in 0..<count {
            offsets[index] = UInt64(truncatingIfNeeded: values[index + 1] &- values[index] &- least) & mask
        }
        // A miniblock that is partly filled is padded with zeros; one without deltas has width 0 and no body.
        for index in count..<blockSize { offsets[index] = 0 }
        buffer.append(zigzag: Int64(least))
        buffer.append(room: miniblocks + blockSize * 8 + BitPacker.slack) { target in
            var written = miniblocks
            for miniblock in 0..<miniblocks {
                guard let part = offsets.baseAddress.map({ $0 + miniblock * miniblockSize }) else { continue }
                var bits: UInt64 = 0
                for index in 0..<miniblockSize { bits |= part[index] }
                let width = BitPacker.width(bits)
                target[miniblock] = UInt8(truncatingIfNeeded: width)
                guard width > 0 else { continue }
                written += BitPacker.pack(
                    UnsafePointer(part),
                    count: miniblockSize,
                    width: width,
                    into: target + written
                )
            }
            return written
        }
    }
}

extension ByteBuffer {
    /// Appends a signed number as an unsigned varint that is small where the number is near 0.
    func append(zigzag value: Int64) {
        append(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
    }
}
