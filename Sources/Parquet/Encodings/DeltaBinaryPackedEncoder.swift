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
        let first = Int64(values.first ?? 0)
        // Unsafe: the same bits without a sign; differences are the same.
        if Value.bitWidth == 32 {
            values.withMemoryRebound(to: UInt32.self) { encode($0, first: first, into: buffer) }
        } else {
            values.withMemoryRebound(to: UInt64.self) { encode($0, first: first, into: buffer) }
        }
    }

    /// Appends values by codes from which they are all equally far, as wide as the values or as all differences between them.
    ///
    /// - Parameter first: The first value.
    static func encode<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ codes: UnsafeBufferPointer<Code>,
        first: Int64,
        into buffer: ByteBuffer
    ) {
        buffer.append(varint: UInt64(blockSize))
        buffer.append(varint: UInt64(miniblocks))
        buffer.append(varint: UInt64(codes.count))
        buffer.append(zigzag: first)
        // Unsafe: one block on the stack, written before it is read.
        withUnsafeTemporaryAllocation(of: Code.self, capacity: blockSize) { offsets in
            guard let offsets = offsets.baseAddress else { return }
            var start = 1
            while start < codes.count {
                let count = min(blockSize, codes.count - start)
                appendBlock(codes, start, count, offsets, buffer)
                start += count
            }
        }
    }

    /// Appends the deltas of `count` values from `start` on to the value before each.
    @inline(__always)
    private static func appendBlock<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ codes: UnsafeBufferPointer<Code>,
        _ start: Int,
        _ count: Int,
        _ offsets: UnsafeMutablePointer<Code>,
        _ buffer: ByteBuffer
    ) {
        // Deltas are compared as signed numbers: with the sign flipped, their order is the unsigned one.
        let sign: Code = 1 << Code(Code.bitWidth - 1)
        var least = Code.max
        for index in 0..<count {
            let delta = (codes[start &+ index] &- codes[start &+ index &- 1]) ^ sign
            offsets[index] = delta
            least = min(least, delta)
        }
        for index in 0..<count { offsets[index] = offsets[index] &- least }
        let leastDelta = least ^ sign
        // A miniblock that is partly filled is padded with zeros; one without deltas has width 0 and no body.
        for index in count..<blockSize { offsets[index] = 0 }
        buffer.append(
            zigzag: Code.bitWidth == 32
                ? Int64(Int32(truncatingIfNeeded: leastDelta)) : Int64(truncatingIfNeeded: leastDelta)
        )
        buffer.append(room: miniblocks + blockSize * 8 + BitPacker.slack) { target in
            var written = miniblocks
            for miniblock in 0..<miniblocks {
                let part = offsets + miniblock * miniblockSize
                var bits: Code = 0
                for index in 0..<miniblockSize { bits |= part[index] }
                let width = BitPacker.width(UInt64(truncatingIfNeeded: bits))
                target[miniblock] = UInt8(truncatingIfNeeded: width)
                guard width > 0 else { continue }
                written += pack(part, width: width, into: target + written)
            }
            return written
        }
    }

    /// Packs the offsets of a miniblock.
    @inline(__always)
    private static func pack<Offset>(
        _ offsets: UnsafeMutablePointer<Offset>,
        width: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        // Unsafe: offsets are 32 or 64 bits wide, as deltas are.
        let bytes = UnsafeRawPointer(offsets)
        return MemoryLayout<Offset>.size == 4
            ? BitPacker.pack(
                bytes.assumingMemoryBound(to: UInt32.self),
                count: miniblockSize,
                width: width,
                into: target
            )
            : BitPacker.pack(
                bytes.assumingMemoryBound(to: UInt64.self),
                count: miniblockSize,
                width: width,
                into: target
            )
    }
}

extension ByteBuffer {
    /// Appends a signed number as an unsigned varint that is small where the number is near 0.
    func append(zigzag value: Int64) {
        append(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
    }
}
