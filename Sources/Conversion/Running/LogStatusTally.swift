import Columnar
import FlowLogs

/// Counts rows by their log status.
struct LogStatusTally {
    private(set) var counts: [String: Int] = [:]

    /// Counts the rows of a batch; a format without the field counts nothing.
    mutating func add(_ batch: ColumnBatch) {
        guard let place = batch.format.index(ofColumn: "log_status"), batch.columns[place].type == .string else {
            return
        }
        add(batch.columns[place], batch.rows)
    }

    /// Counts the rows of a column of log states.
    mutating func add(_ column: ColumnVector) { add(column, 0..<column.count) }

    private mutating func add(_ column: ColumnVector, _ rows: Range<Int>) {
        column.withValues(of: rows, as: UInt32.self) { ids in
            guard let first = ids.first else { return }
            // Nearly all rows of a batch say the same.
            let same = RowKernels.count(first, in: ids)
            count(first, same, column)
            guard same < ids.count else { return }
            var others: [UInt32: Int] = [:]
            for id in ids where id != first { others[id, default: 0] += 1 }
            for (id, rows) in others { count(id, rows, column) }
        }
    }

    private mutating func count(_ id: UInt32, _ rows: Int, _ column: ColumnVector) {
        let name = id == 0 ? "-" : String(decoding: column.dictionary?.bytes(of: id) ?? [], as: UTF8.self)
        counts[name, default: 0] += rows
    }
}
