import Columnar
import ThriftCompact

@testable import Parquet

/// A whole file as readable JSON: footer, pages, indexes and bloom filters, with every offset and size.
struct FileDescription {
    private var lines: [String] = []
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) async throws {
        self.bytes = bytes
        let reader = try await ParquetFileReader(source: BytesSource(bytes))
        let footer = reader.metaData
        let schema = footer.schema.dropFirst().map { element in
            let logical = element.logicalType.map { "\($0)" } ?? "none"
            return "      " + Self.text("\(element.name): \(element.type.map { "\($0)" } ?? ""), \(logical)")
        }
        var groups: [String] = []
        for (group, rowGroup) in footer.rowGroups.enumerated() {
            var chunks: [String] = []
            for column in reader.columns.indices { chunks.append(try await describe(reader, group, column)) }
            groups.append(
                """
                    {
                      "rows": \(rowGroup.numRows),
                      "totalByteSize": \(rowGroup.totalByteSize),
                      "sorting": \(Self.list(rowGroup.sortingColumns?.map { "\($0.columnIdx)" } ?? [])),
                      "columns": [
                \(chunks.joined(separator: ",\n"))
                      ]
                    }
                """
            )
        }
        lines = [
            "{",
            "  \"bytes\": \(bytes.count),",
            // The bytes themselves, pages included.
            "  \"xxHash64\": \"\(String(bytes.withUnsafeBytes { XXHash64.hash($0) }, radix: 16))\",",
            "  \"rows\": \(footer.numRows),",
            "  \"schema\": [",
            schema.joined(separator: ",\n"),
            "  ],",
            "  \"rowGroups\": [",
            groups.joined(separator: ",\n"),
            "  ]",
            "}",
            "",
        ]
    }

    var json: String { lines.joined(separator: "\n") }

    private func describe(_ reader: ParquetFileReader, _ group: Int, _ column: Int) async throws -> String {
        let (chunk, metaData) = try reader.chunk(group: group, column: column)
        let statistics = metaData.statistics
        var parts = [
            "\"name\": \(Self.text(reader.columns[column].name))",
            "\"encodings\": \(Self.list(metaData.encodings.map { Self.text("\($0)") }))",
            "\"codec\": \(Self.text("\(metaData.codec)"))",
            "\"dictionaryPageOffset\": \(metaData.dictionaryPageOffset.map { "\($0)" } ?? "null")",
            "\"dataPageOffset\": \(metaData.dataPageOffset)",
            "\"sizes\": [\(metaData.totalCompressedSize), \(metaData.totalUncompressedSize)]",
            "\"nullCount\": \(statistics?.nullCount ?? -1)",
            "\"min\": \(Self.hex(statistics?.minValue))",
            "\"max\": \(Self.hex(statistics?.maxValue))",
            "\"isExact\": [\(statistics?.isMinValueExact ?? false), \(statistics?.isMaxValueExact ?? false)]",
            "\"columnIndex\": [\(chunk.columnIndexOffset ?? -1), \(chunk.columnIndexLength ?? -1)]",
            "\"offsetIndex\": [\(chunk.offsetIndexOffset ?? -1), \(chunk.offsetIndexLength ?? -1)]",
            "\"bloomFilter\": [\(metaData.bloomFilterOffset ?? -1), \(metaData.bloomFilterLength ?? -1)]",
        ]
        let index = try await reader.columnIndex(group: group, column: column)
        parts.append("\"boundaryOrder\": \(index.map { Self.text("\($0.boundaryOrder)") } ?? "null")")
        let locations = try await reader.offsetIndex(group: group, column: column)?.pageLocations ?? []
        let pages = try locations.enumerated().map { number, location in
            let start = Int(location.offset)
            let end = start + Int(location.compressedPageSize)
            var header = CompactReader(bytes: bytes, range: start..<end)
            let page = try PageHeader(from: &header)
            return "            {\"row\": \(location.firstRowIndex), \"offset\": \(start), "
                + "\"encoding\": \(Self.text("\(page.dataPageHeader.map { "\($0.encoding)" } ?? "")")), "
                + "\"min\": \(Self.hex(index?.minValues[number])), \"max\": \(Self.hex(index?.maxValues[number])), "
                + "\"nulls\": \(index?.nullCounts?[number] ?? -1), "
                + "\"body\": \"\(Golden.hex(bytes[header.position..<end]))\"}"
        }
        let body =
            parts.map { "          \($0)" } + ["          \"pages\": [\n\(pages.joined(separator: ",\n"))\n          ]"]
        return "        {\n\(body.joined(separator: ",\n"))\n        }"
    }

    private static func text(_ value: String) -> String { "\"\(value)\"" }

    private static func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }

    private static func hex(_ bytes: [UInt8]?) -> String { bytes.map { text(Golden.hex($0)) } ?? "null" }
}
