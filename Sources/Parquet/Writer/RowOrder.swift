import Columnar

/// The order of the rows of a row group, as a ``RowSorter`` has found it.
///
/// It lives in the sorter's memory: good until the sorter is asked for the next.
public struct RowOrder: @unchecked Sendable {
    // Unsafe: nobody writes to the rows once the order is made, and only whoever encodes the sorted column uses the
    // dictionary.

    private let rows: ScratchBuffer<UInt32>
    /// Rows.
    public let count: Int
    /// The text column that rows are sorted by, and its dictionary: whoever encodes it need not build another.
    private let sorted: (column: StringColumn, dictionary: TextDictionary)?

    init(_ rows: ScratchBuffer<UInt32>, count: Int, sorted: (column: StringColumn, dictionary: TextDictionary)? = nil) {
        self.rows = rows
        self.count = count
        self.sorted = sorted
    }

    /// The numbers of the rows, one behind the other.
    public var numbers: [UInt32] { Array(all) }

    // Unsafe: the sorter wrote as many numbers as there are rows, each of them once and less than `count`.
    var all: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: rows.room(count), count: count) }

    /// The dictionary of that column, where it was built for the order.
    func dictionary(of column: StringColumn) -> TextDictionary? {
        sorted.flatMap { $0.column === column ? $0.dictionary : nil }
    }
}
