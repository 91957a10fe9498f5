import Columnar
import Foundation
import Parquet
import Testing

/// The library as somebody else uses it: the code of the article in `Parquet.docc`, compiled and run.
@Suite struct ExampleTests {
    @Test func writesAndReadsAFile() async throws {
        // example
        let city = ColumnVector(type: .string)
        let celsius = ColumnVector(type: .double)
        for (name, value) in [("Oslo", -3.5), ("Quito", nil), ("Cairo", 24.25)] {
            city.append(name)
            celsius.append(value)
        }
        var options = ParquetWriterOptions()
        options.bloomFilterColumns = ["city"]
        let schema = [ColumnDescriptor(name: "city", type: .string), ColumnDescriptor(name: "celsius", type: .double)]
        var writer = ParquetFileWriter(schema: schema, options: options)
        var file = writer.begin()
        file += try writer.append(rowGroup: [city, celsius], encoder: try ColumnChunkEncoder(options: options))
        file += writer.finish()

        let reader = try await ParquetFileReader(source: BytesSource(file))
        let rows = try reader.rows(ofGroup: 0, columns: [0, 1], where: try Predicate(parsing: "city != 'Oslo'"))
        var found: [String: Double?] = [:]
        while let batch = try await rows.next() {
            for row in 0..<batch.rowCount {
                found[batch.columns[0].string(at: row) ?? ""] = batch.columns[1].double(at: row)
            }
        }
        // end of example
        #expect(found == ["Quito": nil, "Cairo": 24.25])
    }

    @Test func theArticleShowsThisCode() throws {
        let here = URL(fileURLWithPath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let article = try String(
            contentsOf: root.appendingPathComponent("Sources/Parquet/Parquet.docc/Parquet.md"),
            encoding: .utf8
        )
        let source = try String(contentsOf: here, encoding: .utf8).split(separator: "\n")
        let start = try #require(source.firstIndex { $0.hasSuffix("// example") })
        let end = try #require(source.firstIndex { $0.hasSuffix("// end of example") })
        let shown = article.split(separator: "\n")
        for line in source[(start + 1)..<end] { #expect(shown.contains(line.dropFirst(8)), "\(line)") }
    }
}
