import Columnar

/// The order of the rows of a row group, as a ``RowSorter`` has found it.
///
/// It lives in the sorter's memory: good until the sorter is asked for the next.
public struct RowOrder: @unchecked Sendable {
    // Unsafe: nobody writes to the rows and ends once the order is made.

    private let rows: ScratchBuffer<UInt32>
    /// Rows.
    public let count: Int
    /// The text column that rows are sorted by: whoever encodes it need not look at its rows.
    private let sorted: Sorted?

    /// A text column whose rows stand in the order of its entries.
    struct Sorted {
        let column: StringColumn
        /// Of each id the place behind its last row.
        let ends: ScratchBuffer<UInt32>
    }

    init(_ rows: ScratchBuffer<UInt32>, count: Int, sorted: Sorted? = nil) {
        self.rows = rows
        self.count = count
        self.sorted = sorted
    }

    /// The numbers of the rows, one behind the other.
    public var numbers: [UInt32] { Array(all) }

    // Unsafe: the sorter wrote as many numbers as there are rows, each of them once and less than `count`.
    var all: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: rows.room(count), count: count) }

    /// The column, where rows are sorted by it alone.
    func sorted(by column: StringColumn) -> Sorted? { sorted.flatMap { $0.column === column ? $0 : nil } }
}
