/// DELTA_BYTE_ARRAY (parquet-format, Encodings.md, 7): what each value shares with the one before, then the rest of it.
struct DeltaByteArrayDecoder: ValueDecoder {
    private var prefixLengths: DeltaBinaryPackedDecoder<Int32>
    private var suffixLengths: DeltaBinaryPackedDecoder<Int32>
    private var bytes: PageBytes
    private let interner: TextInterner
    private var prefixes: [Int32] = []
    private var suffixes: [Int32] = []
    private var previous: [UInt8] = []
    /// Prefixes make values out of nothing: a page may not stand for more than the largest page holds.
    private var room = PageDecompressor.sizeLimit

    init(_ bytes: PageBytes, _ interner: TextInterner) throws(ParquetError) {
        prefixLengths = try DeltaBinaryPackedDecoder(bytes)
        suffixLengths = try DeltaBinaryPackedDecoder(try prefixLengths.bytesBehind())
        self.bytes = try suffixLengths.bytesBehind()
        self.interner = interner
    }

    mutating func decode(_ count: Int, into target: inout [UInt32]) throws(ParquetError) {
        if prefixes.count < count {
            prefixes = [Int32](repeating: 0, count: count)
            suffixes = prefixes
        }
        try prefixLengths.decode(count, into: &prefixes)
        try suffixLengths.decode(count, into: &suffixes)
        for index in 0..<count {
            let suffix = try bytes.take(Int(suffixes[index]))
            let prefix = Int(prefixes[index])
            guard prefix >= 0, prefix <= previous.count else {
                throw ParquetError(
                    .invalidData,
                    "a value shares \(prefix) bytes with one of \(previous.count) bytes"
                )
            }
            room -= prefix + suffix.count
            guard room >= 0 else {
                throw ParquetError(
                    .invalidData,
                    "a page stands for more than \(PageDecompressor.sizeLimit) bytes of text"
                )
            }
            previous.removeSubrange(prefix...)
            previous.append(contentsOf: bytes.storage[suffix])
            target[index] = try interner.id(of: previous, in: 0..<previous.count)
        }
    }
}
