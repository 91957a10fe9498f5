import Columnar

/// The rows of one partition that wait to become a row group.
final class RowGroupBuffer {
    let columns: [ColumnVector]
    /// Rows that have been counted: the caller may have appended more to the columns.
    private(set) var rows = 0
    /// Bytes that those rows hold on to, without the dictionaries.
    private(set) var memoryFootprint = 0

    /// A buffer for columns of these types; text columns share the parser's dictionaries.
    ///
    /// - Parameter capacity: Rows to make room for at once. Room costs memory only where it is written to.
    init(like batch: [ColumnVector], capacity: Int) {
        columns = batch.map { ColumnVector(type: $0.type, dictionary: $0.dictionary, capacity: capacity) }
    }

    func append(_ range: Range<Int>, of batch: [ColumnVector]) {
        for (column, source) in zip(columns, batch) { column.append(range, of: source) }
        count(range.count)
    }

    func append(rows selected: UnsafeBufferPointer<UInt32>, of batch: [ColumnVector]) {
        for (column, source) in zip(columns, batch) { column.append(rows: selected, of: source) }
        count(selected.count)
    }

    /// Counts rows that were appended to the columns.
    func count(_ appended: Int) {
        rows += appended
        memoryFootprint = columns.reduce(0) { $0 + $1.memoryFootprint }
    }

    /// Moves rows that were appended to the columns, and not counted, to columns of their own.
    func moveLast(_ appended: Int) -> [ColumnVector] {
        columns.map { column in
            let moved = ColumnVector(type: column.type, dictionary: column.dictionary, capacity: appended)
            moved.append(column.count - appended..<column.count, of: column)
            column.removeLast(appended)
            return moved
        }
    }
}
