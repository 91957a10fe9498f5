import Columnar
import Parquet

/// Files of every type that our writer has, with values that can be told from their row.
struct SampleFile {
    /// What a row holds in a column.
    enum Cell: Equatable {
        case null
        case integer(Int64)
        case number(UInt64)
        case text([UInt8])
    }

    /// Which rows are NULL.
    enum Nulls: CaseIterable {
        case none
        case some
        case all
    }

    static let schema = [
        ColumnDescriptor(name: "small", type: .int32),
        ColumnDescriptor(name: "large", type: .int64),
        ColumnDescriptor(name: "rising", type: .int64),
        ColumnDescriptor(name: "few", type: .string),
        ColumnDescriptor(name: "many", type: .string),
        ColumnDescriptor(name: "time", type: .timestampMillis),
        ColumnDescriptor(name: "flag", type: .boolean),
        ColumnDescriptor(name: "number", type: .double),
    ]

    var rows = 1000
    var nulls = Nulls.some
    var rowsPerGroup = 400
    var options = ParquetWriterOptions()

    /// The value of a row, by column.
    func cell(_ column: Int, _ row: Int) -> Cell {
        switch nulls {
        case .all: return .null
        case .some where (row + column) % 5 == 0: return .null
        default: break
        }
        switch column {
        case 0: return .integer(Int64([0, -1, Int32.max, Int32.min, Int32(row)][row % 5]))
        case 1: return .integer([0, Int64.max, Int64.min, (Int64(row) &* 0x1E37_79B9_7F4A_7C15) >> 3][row % 4])
        case 2: return .integer(1_748_304_000 + Int64(row / 3))
        case 3: return .text(Array(["ACCEPT", "REJECT", "", "naïve 😀"][row / 7 % 4].utf8))
        case 4: return .text(Array("eni-\(UInt64(row) &* 0x9E37_79B9_7F4A_7C15)".utf8))
        case 5: return .integer(Int64(row) * 77 - 10_000)
        case 6: return .integer(row % 3 == 0 ? 1 : 0)
        default: return .number((Double(row) / 7 - 20).bitPattern)
        }
    }

    /// The bytes of the file.
    func bytes() throws -> [UInt8] {
        let encoder = try ColumnChunkEncoder(options: options)
        var writer = ParquetFileWriter(schema: Self.schema, options: options)
        var file = writer.begin()
        for start in stride(from: 0, to: rows, by: rowsPerGroup) {
            let chunks = try Self.schema.enumerated().map { place, descriptor in
                let vector = ColumnVector(type: descriptor.type)
                for row in start..<min(start + rowsPerGroup, rows) { append(cell(place, row), to: vector) }
                return try encoder.encode(ColumnChunkSource(taking: vector), as: descriptor)
            }
            for part in try writer.append(chunks) { file += part }
        }
        return file + writer.finish()
    }

    private func append(_ cell: Cell, to vector: ColumnVector) {
        switch cell {
        case .null: vector.appendNull()
        case .integer(let value):
            switch vector.type {
            case .int32: vector.append(Int32(value))
            case .boolean: vector.append(value == 1)
            default: vector.append(value)
            }
        case .number(let bits): vector.append(Double(bitPattern: bits))
        case .text(let bytes): vector.append(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Reads all rows of a file, row by row.
    static func rows(
        _ bytes: [UInt8],
        columns: [Int]? = nil,
        where predicate: Predicate? = nil,
        limit: Int = 100_000
    ) async throws -> [[Cell]] {
        let reader = try await ParquetFileReader(source: BytesSource(bytes))
        var rows: [[Cell]] = []
        for group in reader.metaData.rowGroups.indices {
            let places = columns ?? Array(reader.columns.indices)
            let batches = try reader.rows(ofGroup: group, columns: places, where: predicate)
            while let batch = try await batches.next() {
                for row in 0..<batch.rowCount { rows.append(batch.columns.map { Self.cell($0, row) }) }
                // A damaged footer can announce rows without end.
                if rows.count > limit { return rows }
            }
        }
        return rows
    }

    private static func cell(_ vector: ColumnVector, _ row: Int) -> Cell {
        guard vector.isValid(row) else { return .null }
        switch vector.type {
        case .string: return .text(vector.text(at: row) ?? [])
        case .boolean: return .integer(Int64(vector.withValues(as: UInt8.self) { $0[row] }))
        case .double: return .number(vector.withValues(as: UInt64.self) { $0[row] })
        case .int32, .int64, .timestampMillis: return vector.integer(at: row).map { .integer($0) } ?? .null
        }
    }

    /// The rows that the file was made of.
    func expectedRows() -> [[Cell]] {
        (0..<rows).map { row in Self.schema.indices.map { cell($0, row) } }
    }
}
