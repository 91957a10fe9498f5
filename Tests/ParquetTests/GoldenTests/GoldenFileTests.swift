import Columnar
import Parquet
import Testing

/// Whole files, not compressed, so that they do not depend on the version of a library.
@Suite struct GoldenFileTests {
    @Test func aFileOfEveryType() async throws {
        var sample = SampleFile()
        sample.rows = 12
        sample.rowsPerGroup = 8
        sample.options.compression = .uncompressed
        sample.options.dataPageRowLimit = 4
        sample.options.bloomFilterColumns = ["few"]
        let description = try await FileDescription(try sample.bytes())
        try Golden.expect(description.json, equals: "every-type.json")
    }

    @Test func aSortedFileWithNullPages() async throws {
        var options = ParquetWriterOptions()
        options.compression = .uncompressed
        options.dataPageRowLimit = 50
        options.statisticsTruncateLength = 6
        options.sortingColumns = [SortingColumn(columnIdx: 0, descending: false, nullsFirst: false)]
        let time = ColumnVector(type: .timestampMillis)
        let note = ColumnVector(type: .string)
        for row in 0..<200 {
            time.append(row < 130 ? 1_763_935_200_000 + Int64(row) * 250 : nil)
            note.append(row / 50 == 1 ? nil : "note of page \(row / 50)")
        }
        let schema = [
            ColumnDescriptor(name: "time", type: .timestampMillis), ColumnDescriptor(name: "note", type: .string),
        ]
        var writer = ParquetFileWriter(schema: schema, options: options)
        var file = writer.begin()
        file += try writer.append(rowGroup: [time, note], encoder: try ColumnChunkEncoder(options: options))
        file += writer.finish()
        try Golden.expect(try await FileDescription(file).json, equals: "sorted-with-null-pages.json")
    }
}
