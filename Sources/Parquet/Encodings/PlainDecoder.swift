/// PLAIN of fixed width (parquet-format, Encodings.md, 0): values one after the other, lowest byte first.
struct PlainDecoder<Value: BitwiseCopyable & Numeric>: ValueDecoder {
    private var bytes: PageBytes

    init(_ bytes: PageBytes) {
        self.bytes = bytes
    }

    @specialized(where Value == Int32)
    @specialized(where Value == Int64)
    @specialized(where Value == Double)
    @specialized(where Value == Float)
    mutating func decode(_ count: Int, into target: inout [Value]) throws(ParquetError) {
        let width = MemoryLayout<Value>.size
        guard count <= bytes.remaining / width else { throw PageBytes.endsEarly }
        let range = try bytes.take(count * width)
        let source = bytes.storage.span.bytes
        var values = target.mutableSpan
        // Every platform that Swift runs on is little-endian, like the format.
        for index in 0..<count {
            values[index] = source.unsafeLoadUnaligned(
                fromByteOffset: range.lowerBound &+ index &* width,
                as: Value.self
            )
        }
    }
}
