import Parquet
import Testing

@Suite("Reader: what our writer writes")
struct ReaderRoundTripTests {
    static let codecs: [CompressionCodec] = [.uncompressed, .zstd, .gzip]

    @Test("All types, codecs and NULLs", arguments: codecs, SampleFile.Nulls.allCases)
    func roundTrip(codec: CompressionCodec, nulls: SampleFile.Nulls) async throws {
        var file = SampleFile()
        file.nulls = nulls
        file.options.compression = codec
        #expect(try await SampleFile.rows(try file.bytes()) == file.expectedRows())
    }

    @Test("Data pages of version 2", arguments: codecs, SampleFile.Nulls.allCases)
    func pagesOfVersion2(codec: CompressionCodec, nulls: SampleFile.Nulls) async throws {
        var file = SampleFile()
        file.nulls = nulls
        file.options.compression = codec
        file.options.dataPageVersion = .v2
        let bytes = try file.bytes()
        #expect(try await SampleFile.rows(bytes) == file.expectedRows())
        file.options.dataPageVersion = .v1
        #expect(try file.bytes() != bytes)
    }

    @Test("Small pages, with and without dictionaries", arguments: [1 << 20, 16])
    func smallPages(dictionaryLimit: Int) async throws {
        var file = SampleFile()
        file.options.dataPageRowLimit = 13
        file.options.dictionaryPageSizeLimitInBytes = dictionaryLimit
        #expect(try await SampleFile.rows(try file.bytes()) == file.expectedRows())
    }

    @Test("DELTA_LENGTH_BYTE_ARRAY", arguments: SampleFile.Nulls.allCases)
    func deltaLengthByteArray(nulls: SampleFile.Nulls) async throws {
        var file = SampleFile()
        file.nulls = nulls
        file.options.dataPageRowLimit = 13
        file.options.usesDeltaLengthByteArray = true
        let bytes = try file.bytes()
        #expect(try await SampleFile.rows(bytes) == file.expectedRows())
        let reader = try await ParquetFileReader(source: BytesSource(bytes))
        let encodings = reader.metaData.rowGroups[0].columns[4].metaData?.encodings ?? []
        #expect(encodings.contains(.deltaLengthByteArray))
    }

    @Test("No rows and one", arguments: [0, 1])
    func fewRows(rows: Int) async throws {
        var file = SampleFile()
        file.rows = rows
        #expect(try await SampleFile.rows(try file.bytes()) == file.expectedRows())
    }

    @Test("More rows than a batch holds")
    func manyBatches() async throws {
        var file = SampleFile()
        file.rows = 40_000
        file.rowsPerGroup = 40_000
        #expect(try await SampleFile.rows(try file.bytes()) == file.expectedRows())
    }

    @Test("Some columns, in any order")
    func someColumns() async throws {
        let file = SampleFile()
        let rows = try await SampleFile.rows(try file.bytes(), columns: [4, 0])
        #expect(rows == file.expectedRows().map { [$0[4], $0[0]] })
    }

    @Test("Pages carry a checksum that is verified")
    func checksum() async throws {
        var file = SampleFile()
        file.rows = 100
        var bytes = try file.bytes()
        // The first page's body begins within the first hundred bytes.
        bytes[90] ^= 1
        await #expect(throws: ParquetError.self) { try await SampleFile.rows(bytes) }
    }
}
