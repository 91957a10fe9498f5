import Columnar
import Parquet

/// Takes over the columns of row groups, sorts their rows and encodes them, several columns at a time where that is allowed.
///
/// Which encoder takes which column depends on timing, and what becomes of the column does not.
final class ColumnEncoders: @unchecked Sendable {
    // Unsafe: sorter and encoders are used by the task that orders and encodes a row group, never by two at a time; within
    // `encode` each encoder is one child task's own.
    private let sorter = RowSorter()
    private let encoders: [Encoder]
    private let schema: [ColumnDescriptor]
    private let options: ParquetWriterOptions

    /// An encoder that is used by one task at a time.
    private struct Encoder: @unchecked Sendable {
        let encoder: ColumnChunkEncoder
    }

    /// A row group with fewer rows than this is not worth handing around.
    private static let leastRows = 1 << 16

    /// Encoders for columns of that schema, `width` of them.
    init(schema: [ColumnDescriptor], options: ParquetWriterOptions, width: Int) throws {
        self.schema = schema
        self.options = options
        encoders = try (0..<max(width, 1)).map { _ in Encoder(encoder: try ColumnChunkEncoder(options: options)) }
    }

    /// Cuts columns loose from their dictionaries.
    ///
    /// A text column that has the values of one before it, row for row, becomes the same source, so that the work for it is
    /// done once: in most accounts the addresses of packets are those of the interfaces.
    func sources(taking columns: [ColumnVector]) async throws -> [ColumnChunkSource] {
        // Before any of them is rewritten.
        let originals = Self.originals(columns.count) { columns[$0].hasSameIDs(as: columns[$1]) }
        return try await once(originals, rows: columns.first?.count ?? 0) { _, place in
            ColumnChunkSource(taking: columns[place])
        }
    }

    /// The order of the rows by some columns; `nil` where they stand so already.
    func order(of sources: [ColumnChunkSource], by places: [Int]) -> RowOrder? {
        sorter.order(of: sources, by: places)
    }

    /// Encodes some rows of all columns.
    func encode(
        _ sources: [ColumnChunkSource],
        in order: RowOrder?,
        rows: Range<Int>
    ) async throws -> [EncodedColumnChunk] {
        let originals = Self.originals(sources.count) {
            sources[$0].isSameText(as: sources[$1]) && options.encodeAlike(schema[$0], schema[$1])
        }
        let chunks = try await once(originals, rows: rows.count) { [encoders, schema] worker, place in
            try encoders[worker].encoder.encode(sources[place], in: order, rows: rows, as: schema[place])
        }
        return zip(chunks, schema).map { $0.renamed(to: $1) }
    }

    // MARK: Columns that are alike

    /// For each column the first one that is like it, which is the column itself as a rule.
    private static func originals(_ count: Int, areAlike: (Int, Int) -> Bool) -> [Int] {
        (0..<count).map { place in (0..<place).first { areAlike($0, place) } ?? place }
    }

    /// What `body` makes of each column, done once for those that are alike.
    private func once<Result: Sendable>(
        _ originals: [Int],
        rows: Int,
        _ body: @escaping @Sendable (_ worker: Int, _ place: Int) throws -> Result
    ) async throws -> [Result] {
        let places = originals.indices.filter { originals[$0] == $0 }
        let width = rows < Self.leastRows ? 1 : encoders.count
        let results = try await SharedWork.map(places.count, width: width) { try body($0, places[$1]) }
        let resultOf = Dictionary(uniqueKeysWithValues: zip(places, results))
        return originals.compactMap { resultOf[$0] }
    }
}
