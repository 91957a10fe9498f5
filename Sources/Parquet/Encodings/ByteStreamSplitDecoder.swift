/// BYTE_STREAM_SPLIT (parquet-format, Encodings.md, 9): the first bytes of all values, then all second bytes, and so on.
struct ByteStreamSplitDecoder<Value: BitwiseCopyable & Numeric>: ValueDecoder {
    private var plain: PlainDecoder<Value>

    /// Puts the bytes of each value side by side again.
    init(_ bytes: PageBytes) {
        let width = MemoryLayout<Value>.size
        let count = bytes.remaining / width
        var page = [UInt8](repeating: 0, count: count * width)
        for place in 0..<width {
            let start = bytes.position + place * count
            for index in 0..<count { page[index * width + place] = bytes.storage[start + index] }
        }
        plain = PlainDecoder(PageBytes(page: page))
    }

    mutating func decode(_ count: Int, into target: inout [Value]) throws(ParquetError) {
        try plain.decode(count, into: &target)
    }
}
