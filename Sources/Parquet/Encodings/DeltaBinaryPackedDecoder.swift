/// DELTA_BINARY_PACKED for integers (parquet-format, Encodings.md, 5); the grammar is at ``DeltaBinaryPackedEncoder``.
///
/// Additions wrap in the width of the column's type, as the format asks.
struct DeltaBinaryPackedDecoder<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>: ValueDecoder {
    /// The most deltas that a block may have; writers have 128 to 1,024.
    private static var blockSizeLimit: UInt64 { 1 << 20 }

    private var bytes: PageBytes
    private let miniblockSize: Int
    private let miniblockCount: Int
    /// Values not yet returned.
    private(set) var remaining: Int
    private var last: Int64
    private var isFirst = true
    private var leastDelta: Int64 = 0
    /// Bit widths of the current block, and how many of them are used up.
    private var widths = 0..<0
    private var miniblock = 0
    /// Deltas left of the current miniblock.
    private var miniblockRemaining = 0
    private var width = 0
    private var start = 0
    private var bit = 0

    init(_ bytes: PageBytes) throws(ParquetError) {
        var bytes = bytes
        let blockSize = try bytes.readVarint()
        let miniblocks = try bytes.readVarint()
        let count = try bytes.readVarint()
        last = try bytes.readZigzag()
        guard blockSize > 0, blockSize <= Self.blockSizeLimit, blockSize % 128 == 0, miniblocks > 0,
            blockSize % miniblocks == 0, (blockSize / miniblocks) % 8 == 0, count <= UInt64(Int32.max)
        else {
            throw ParquetError(
                .invalidData,
                "a delta page has \(count) values in blocks of \(blockSize) in \(miniblocks) miniblocks"
            )
        }
        miniblockSize = Int(blockSize / miniblocks)
        miniblockCount = Int(miniblocks)
        remaining = Int(count)
        miniblock = miniblockCount
        self.bytes = bytes
    }

    @specialized(where Value == Int32)
    @specialized(where Value == Int64)
    mutating func decode(_ count: Int, into target: inout [Value]) throws(ParquetError) {
        guard count <= remaining else { throw PageBytes.endsEarly }
        var done = 0
        if isFirst, count > 0 {
            target[0] = Value(truncatingIfNeeded: last)
            isFirst = false
            done = 1
        }
        while done < count {
            if miniblockRemaining == 0 { try beginMiniblock(deltas: remaining - done) }
            let part = min(count - done, miniblockRemaining)
            let storage = bytes.storage
            let source = storage.span.bytes
            var values = target.mutableSpan
            var sum = last
            var bit = bit
            if width == 0 {
                for index in done..<(done + part) {
                    sum &+= leastDelta
                    values[index] = Value(truncatingIfNeeded: sum)
                }
            } else {
                for index in done..<(done + part) {
                    let delta = BitUnpacker.value(source, start: start, bit: bit, width: width)
                    sum = sum &+ leastDelta &+ Int64(bitPattern: delta)
                    values[index] = Value(truncatingIfNeeded: sum)
                    bit &+= width
                }
            }
            last = sum
            self.bit = bit
            miniblockRemaining -= part
            done += part
        }
        remaining -= count
    }

    /// The bytes behind the last block, found without unpacking the values.
    func bytesBehind() throws(ParquetError) -> PageBytes {
        var copy = self
        var deltas = copy.remaining - 1
        while deltas > 0 {
            try copy.beginMiniblock(deltas: deltas)
            deltas -= copy.miniblockSize
        }
        return copy.bytes
    }

    /// Goes on to the next miniblock, of which `deltas` at most are wanted.
    private mutating func beginMiniblock(deltas: Int) throws(ParquetError) {
        if miniblock == miniblockCount {
            leastDelta = try bytes.readZigzag()
            widths = try bytes.take(miniblockCount)
            miniblock = 0
        }
        width = Int(bytes.storage[widths.lowerBound + miniblock])
        guard width <= 64 else { throw ParquetError(.invalidData, "a delta page has values of \(width) bits") }
        miniblock += 1
        miniblockRemaining = miniblockSize
        bit = 0
        // Some writers cut the padding of the last miniblock off.
        let wanted = (min(deltas, miniblockSize) * width + 7) / 8
        let whole = miniblockSize / 8 * width
        guard wanted <= bytes.remaining else { throw PageBytes.endsEarly }
        start = try bytes.take(min(whole, bytes.remaining)).lowerBound
    }
}
