/// RLE truth values: a hybrid of width 1 behind its length in 4 bytes (parquet-format, Encodings.md, RLE = 3).
struct RLEBooleanDecoder: ValueDecoder {
    private var hybrid: RLEBitPackingHybridDecoder
    private var scratch: [UInt32] = []

    init(_ bytes: PageBytes) throws(ParquetError) {
        var bytes = bytes
        let length = try bytes.readUInt32()
        hybrid = try RLEBitPackingHybridDecoder(try bytes.split(Int(length)), width: 1)
    }

    mutating func decode(_ count: Int, into target: inout [UInt8]) throws(ParquetError) {
        if scratch.count < count { scratch = [UInt32](repeating: 0, count: count) }
        try hybrid.decode(count, into: &scratch)
        for index in 0..<count { target[index] = UInt8(truncatingIfNeeded: scratch[index] & 1) }
    }
}
