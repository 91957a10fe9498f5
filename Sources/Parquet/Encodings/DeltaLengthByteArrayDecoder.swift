/// DELTA_LENGTH_BYTE_ARRAY (parquet-format, Encodings.md, 6): all lengths as deltas, then all bytes.
struct DeltaLengthByteArrayDecoder: ValueDecoder {
    private var lengths: DeltaBinaryPackedDecoder<Int32>
    private(set) var bytes: PageBytes
    private let interner: TextInterner
    private var scratch: [Int32] = []

    init(_ bytes: PageBytes, _ interner: TextInterner) throws(ParquetError) {
        lengths = try DeltaBinaryPackedDecoder(bytes)
        self.bytes = try lengths.bytesBehind()
        self.interner = interner
    }

    mutating func decode(_ count: Int, into target: inout [UInt32]) throws(ParquetError) {
        if scratch.count < count { scratch = [Int32](repeating: 0, count: count) }
        try lengths.decode(count, into: &scratch)
        for index in 0..<count {
            target[index] = try interner.id(of: bytes.storage, in: try bytes.take(Int(scratch[index])))
        }
    }
}
