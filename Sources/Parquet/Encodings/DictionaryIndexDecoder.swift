/// RLE_DICTIONARY and its older name PLAIN_DICTIONARY: indices into the values of the dictionary page.
///
///     data := bit-width (one byte) hybrid
struct DictionaryIndexDecoder<Value: BitwiseCopyable & Numeric>: ValueDecoder {
    private let dictionary: DictionaryValues<Value>
    private var indices: RLEBitPackingHybridDecoder
    private var scratch: [UInt32] = []

    init(_ bytes: PageBytes, _ dictionary: DictionaryValues<Value>) throws(ParquetError) {
        self.dictionary = dictionary
        var bytes = bytes
        let width = try bytes.readByte()
        indices = try RLEBitPackingHybridDecoder(bytes, width: Int(width))
    }

    @specialized(where Value == Int32)
    @specialized(where Value == Int64)
    @specialized(where Value == UInt32)
    @specialized(where Value == Double)
    @specialized(where Value == UInt8)
    mutating func decode(_ count: Int, into target: inout [Value]) throws(ParquetError) {
        guard count > 0 else { return }
        if scratch.count < count { scratch = [UInt32](repeating: 0, count: count) }
        try indices.decode(count, into: &scratch)
        let dictionary = dictionary.values
        let entries = dictionary.span
        let places = scratch.span
        var values = target.mutableSpan
        for index in 0..<count {
            let place = Int(places[index])
            guard place < entries.count else {
                throw ParquetError(
                    .invalidData,
                    "a page refers to entry \(place) of a dictionary of \(entries.count)"
                )
            }
            values[index] = entries[place]
        }
    }
}
