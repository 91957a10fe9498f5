/// The RLE/bit-packing hybrid of levels and dictionary indices (parquet-format, Encodings.md, RLE = 3).
///
/// The grammar is drawn at ``RLEBitPackingHybridEncoder``. Runs are unpacked as far as asked for, so a run that announces
/// a billion values costs nothing until they are wanted.
struct RLEBitPackingHybridDecoder {
    private var bytes: PageBytes
    private let width: Int
    /// Values left of the run under way.
    private(set) var runRemaining = 0
    /// The value of an RLE run; `nil` in a bit-packed one.
    private(set) var runValue: UInt32?
    private var packed = 0..<0
    private var bit = 0

    /// A decoder of values of `width` bits.
    init(_ bytes: PageBytes, width: Int) throws(ParquetError) {
        guard (0...32).contains(width) else {
            throw ParquetError(.invalidData, "a page has values of \(width) bits; 32 is the most")
        }
        self.bytes = bytes
        self.width = width
    }

    /// Writes the next `count` values to the beginning of `target`.
    mutating func decode(_ count: Int, into target: inout [UInt32]) throws(ParquetError) {
        var done = 0
        while done < count {
            try beginRunIfNeeded()
            let part = min(count - done, runRemaining)
            var values = target.mutableSpan
            if let runValue {
                for index in done..<(done + part) { values[index] = runValue }
            } else {
                BitUnpacker.unpack(
                    bytes.storage.span.bytes,
                    start: packed.lowerBound,
                    bit: bit,
                    width: width,
                    into: &values,
                    done..<(done + part)
                )
                bit += part * width
            }
            runRemaining -= part
            done += part
        }
    }

    /// Passes over values of an RLE run.
    mutating func skipInRun(_ count: Int) {
        runRemaining -= min(count, runRemaining)
    }

    /// Goes on to the next run where none is under way.
    mutating func beginRunIfNeeded() throws(ParquetError) {
        // Every turn takes at least one byte, so runs of nothing do not go on for ever.
        while runRemaining == 0 {
            let header = try bytes.readVarint()
            let count = Int(truncatingIfNeeded: header >> 1)
            guard count <= Int(Int32.max) else {
                throw ParquetError(.invalidData, "a run announces \(header >> 1) values")
            }
            if header & 1 == 1, width > 0 {
                // Some writers cut the padding of the last run off: what is there counts.
                packed = try bytes.take(min(count * width, bytes.remaining))
                bit = 0
                runRemaining = min(count * 8, packed.count * 8 / width)
                runValue = nil
                guard count == 0 || runRemaining > 0 else { throw PageBytes.endsEarly }
            } else {
                var value: UInt32 = 0
                for place in 0..<((width + 7) / 8) { value |= UInt32(try bytes.readByte()) << UInt32(8 * place) }
                guard width == 32 || value >> UInt32(width) == 0 else {
                    throw ParquetError(
                        .invalidData,
                        "a run has the value \(value), which needs more than \(width) bits"
                    )
                }
                runRemaining = header & 1 == 1 ? count * 8 : count
                runValue = value
            }
        }
    }
}
