/// Definition levels of an optional, unnested column: 1 for a value, 0 for NULL (parquet-format, "Nested Encoding").
struct DefinitionLevelDecoder {
    private var hybrid: RLEBitPackingHybridDecoder

    init(_ bytes: PageBytes) throws(ParquetError) {
        hybrid = try RLEBitPackingHybridDecoder(bytes, width: 1)
    }

    /// Takes the levels of the next `count` rows, and returns how many have a value.
    ///
    /// `levels` is only written to where the answer is neither 0 nor `count`.
    mutating func decode(_ count: Int, into levels: inout [UInt32]) throws(ParquetError) -> Int {
        guard count > 0 else { return 0 }
        try hybrid.beginRunIfNeeded()
        if let level = hybrid.runValue, hybrid.runRemaining >= count {
            hybrid.skipInRun(count)
            return level == 0 ? 0 : count
        }
        if levels.count < count { levels = [UInt32](repeating: 0, count: count) }
        try hybrid.decode(count, into: &levels)
        var present = 0
        let span = levels.span
        for index in 0..<count { present &+= Int(span[index]) }
        return present
    }
}
