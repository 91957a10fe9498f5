import Columnar
import Lake
import Parquet

/// Writes the rows of Parquet objects of one schema, as AWS delivers them every few minutes, into files of the lake.
///
/// Columns keep their names and types.
final class ParquetRepacker {
    /// The columns.
    let columns: [WrittenColumn]
    /// The files.
    let table: TableWriter

    private let rows: ParquetRows

    init(columns: [WrittenColumn], table: TableWriter) {
        self.columns = columns
        self.table = table
        rows = ParquetRows(columns: columns)
    }

    /// Bytes that the dictionaries of the text columns hold on to.
    var dictionaryFootprint: Int { rows.dictionaryFootprint }

    /// Drops the dictionaries, once no row group refers to them.
    func removeDictionaries() { rows.removeDictionaries() }

    /// The vector of the log status, which is counted for the report.
    var logStatus: ColumnVector? { columns.firstIndex { $0.name == "log_status" }.map { rows.vectors[$0] } }

    /// Adds the rows of a batch.
    func append(_ batch: RowBatch, origin: ObjectOrigin) async throws {
        rows.take(batch)
        try await table.append(rows.vectors, rows: batch.rowCount, origin: origin)
    }
}
