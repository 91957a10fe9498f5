import FlowLogs
import Lake

/// The files of one record format: the shape of their rows, and who writes them.
final class FormatWriter {
    /// The columns.
    let shape: RowShape
    /// The files.
    let table: TableWriter
    /// Nothing where rows are written as they are parsed.
    private let shaper: RowShaper?

    init(shape: RowShape, table: TableWriter) {
        self.shape = shape
        self.table = table
        shaper = shape.isPlain ? nil : RowShaper(shape)
    }

    /// The columns as they are written.
    var columns: [WrittenColumn] {
        shape.columns.map { WrittenColumn(name: $0.name, fieldName: $0.fieldName, type: $0.type) }
    }

    /// The format of the records.
    var format: RecordFormat { shape.format }

    /// Bytes that the dictionaries of columns hold on to that are not the records' own.
    var dictionaryFootprint: Int { shaper?.dictionaryFootprint ?? 0 }

    /// Drops those dictionaries, once no row group refers to them.
    func removeDictionaries() { shaper?.removeDictionaries() }

    /// Adds the rows of a batch.
    func append(_ batch: ColumnBatch, object: String, origin: ObjectOrigin) async throws {
        guard let shaper else {
            if batch.isAtDestination {
                let rows = batch.count
                batch.handOver()
                return try await table.take(rows: rows, origin: origin)
            }
            // The next rows are parsed into the row group that takes these.
            batch.destination = { [weak table] in table?.openColumns }
            return try await table.append(batch.columns, rows: batch.count, origin: origin)
        }
        try await table.append(
            shaper.columns(of: batch, object: object),
            routing: batch.columns,
            rows: batch.count,
            origin: origin
        )
    }
}
