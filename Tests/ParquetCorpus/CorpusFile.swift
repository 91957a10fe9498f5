import Columnar
import Parquet

/// One file of the corpus: what it holds, and how it is written.
struct CorpusFile {
    /// A column, and what all of its rows hold.
    struct Column {
        var name = "value"
        let type: ColumnType
        let cells: [Cell]
        /// The encoding that has to be chosen; anything goes without one.
        var encoding: String?
        /// Whether the column is declared to have no NULL.
        var isRequired = false
    }

    let name: String
    let columns: [Column]
    /// The rows of each row group; the rest is the last group's.
    var rowsPerGroup: Int?
    /// Whether a file without rows has a row group, with no rows.
    var hasEmptyGroup = false
    var options = ParquetWriterOptions()

    private var rowCount: Int { columns.first?.cells.count ?? 0 }

    /// The ranges of rows that make row groups.
    private var groups: [Range<Int>] {
        guard rowCount > 0 else { return hasEmptyGroup ? [0..<0] : [] }
        let size = rowsPerGroup ?? rowCount
        return stride(from: 0, to: rowCount, by: size).map { $0..<min($0 + size, rowCount) }
    }

    /// The bytes of the file.
    func parquet() throws -> [UInt8] {
        let schema = columns.map {
            ColumnDescriptor(name: $0.name, type: $0.type, repetition: $0.isRequired ? .required : .optional)
        }
        let encoder = try ColumnChunkEncoder(options: options)
        var writer = ParquetFileWriter(schema: schema, options: options)
        var bytes = writer.begin()
        for rows in groups {
            let vectors = columns.map { column in
                let vector = ColumnVector(type: column.type)
                for cell in column.cells[rows] { vector.append(cell) }
                return vector
            }
            bytes += try writer.append(rowGroup: vectors, encoder: encoder)
        }
        return bytes + writer.finish()
    }

    /// What a reader has to find in the file.
    func json() -> String {
        JSON.object([
            ("name", JSON.text(name)),
            ("codec", JSON.text(options.compression.description)),
            ("rowGroups", JSON.list(groups.map { "\($0.count)" })),
            ("checksums", options.writesPageChecksums ? "true" : "false"),
            ("pageRowLimit", "\(options.dataPageRowLimit)"),
            ("truncateLength", "\(options.statisticsTruncateLength)"),
            ("bloomColumns", JSON.list(options.bloomFilterColumns.sorted().map(JSON.text))),
            ("bloomRate", "\(options.bloomFilterFalsePositiveRate)"),
            (
                "sorting",
                JSON.list(
                    options.sortingColumns.map {
                        JSON.list(["\($0.columnIdx)", "\($0.descending)", "\($0.nullsFirst)"])
                    }
                )
            ),
            ("metadata", JSON.object(options.keyValueMetadata.map { ($0.key, JSON.text($0.value ?? "")) })),
            (
                "columns",
                JSON.list(
                    columns.map { column in
                        JSON.object([
                            ("name", JSON.text(column.name)),
                            ("type", JSON.text(column.type.rawValue)),
                            ("encoding", column.encoding.map(JSON.text) ?? "null"),
                            ("required", column.isRequired ? "true" : "false"),
                            ("values", JSON.list(column.cells.map(\.json))),
                        ])
                    }
                )
            ),
        ])
    }
}

extension ColumnVector {
    /// Appends what a row holds.
    fileprivate func append(_ cell: Cell) {
        switch cell {
        case .null: appendNull()
        case .int32(let value): append(value)
        case .int64(let value): append(value)
        case .double(let value): append(value)
        case .boolean(let value): append(value)
        case .text(let value): append(value)
        }
    }
}
