import Testing

@testable import Parquet

@Suite("Reader: decoders")
struct DecoderTests {
    @Test("A run of any length takes no memory until it is asked for")
    func longRun() throws {
        // A run of 2^30 times the value 1.
        var decoder = try RLEBitPackingHybridDecoder(PageBytes(page: [0x80, 0x80, 0x80, 0x80, 0x08, 1]), width: 1)
        var values = [UInt32](repeating: 0, count: 4)
        try decoder.decode(4, into: &values)
        #expect(values == [1, 1, 1, 1])
    }

    @Test(
        "Runs that lie are errors",
        arguments: [
            [], [0x00], [0x02], [0x03], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 1],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x02, 0xFF],
        ] as [[UInt8]]
    )
    func lyingRuns(bytes: [UInt8]) throws {
        var decoder = try RLEBitPackingHybridDecoder(PageBytes(page: bytes), width: 3)
        var values = [UInt32](repeating: 0, count: 8)
        #expect(throws: ParquetError.self) { try decoder.decode(8, into: &values) }
    }

    @Test("Widths of more than 32 bits are errors")
    func width() {
        #expect(throws: ParquetError.self) { try RLEBitPackingHybridDecoder(PageBytes(page: [1]), width: 33) }
    }

    @Test(
        "Delta headers that lie are errors",
        arguments: [
            // No blocks, blocks of 1, no miniblocks, a billion values in no bytes, widths of 65 bits.
            [0, 4, 1, 0], [1, 1, 5, 0], [0x80, 0x01, 0, 5, 0], [0x80, 0x01, 4, 0x80, 0x94, 0xEB, 0xDC, 0x03, 0],
            [0x80, 0x01, 4, 5, 0, 0, 65, 65, 65, 65], [0x80, 0x01, 4, 5, 0, 0, 8, 8, 8, 8], [],
        ] as [[UInt8]]
    )
    func lyingDeltas(bytes: [UInt8]) {
        #expect(throws: ParquetError.self) {
            var decoder = try DeltaBinaryPackedDecoder<Int64>(PageBytes(page: bytes))
            var values = [Int64](repeating: 0, count: 5)
            try decoder.decode(5, into: &values)
        }
    }

    @Test("Prefixes may not make a page stand for more than a page can hold")
    func prefixBomb() throws {
        let interner = TextInterner()
        // Two values: the first has no prefix and one byte, the second a prefix of five.
        let bytes: [UInt8] =
            [0x80, 0x01, 4, 2, 0, 10, 0, 0, 0, 0] + [0x80, 0x01, 4, 2, 2, 0, 0, 0, 0, 0] + Array("ab".utf8)
        var decoder = try DeltaByteArrayDecoder(PageBytes(page: bytes), interner)
        var ids = [UInt32](repeating: 0, count: 2)
        #expect(throws: ParquetError.self) { try decoder.decode(2, into: &ids) }
    }

    @Test("An index outside the dictionary is an error")
    func indexOutOfRange() throws {
        let dictionary = DictionaryValues<Int32>()
        dictionary.values = [7, 8]
        var decoder = try DictionaryIndexDecoder(PageBytes(page: [2, 0x04, 1, 0x02, 2]), dictionary)
        var values = [Int32](repeating: 0, count: 3)
        try decoder.decode(2, into: &values)
        #expect(values == [8, 8, 0])
        #expect(throws: ParquetError.self) { try decoder.decode(1, into: &values) }
    }
}
