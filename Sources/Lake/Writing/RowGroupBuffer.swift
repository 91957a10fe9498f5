import Columnar

/// The rows of one partition that wait to become a row group.
final class RowGroupBuffer {
    let columns: [ColumnVector]
    private(set) var rows = 0

    /// A buffer for columns of these types; text columns share the parser's dictionaries.
    ///
    /// - Parameter capacity: Rows to make room for at once. Room costs memory only where it is written to.
    init(like batch: [ColumnVector], capacity: Int) {
        columns = batch.map { ColumnVector(type: $0.type, dictionary: $0.dictionary, capacity: capacity) }
    }

    /// Bytes that the rows hold on to, without the dictionaries.
    var memoryFootprint: Int { columns.reduce(0) { $0 + $1.memoryFootprint } }

    func append(_ range: Range<Int>, of batch: [ColumnVector]) {
        for (column, source) in zip(columns, batch) { column.append(range, of: source) }
        rows += range.count
    }

    func append(rows selected: UnsafeBufferPointer<UInt32>, of batch: [ColumnVector]) {
        for (column, source) in zip(columns, batch) { column.append(rows: selected, of: source) }
        rows += selected.count
    }
}
