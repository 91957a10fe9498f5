import Columnar

/// Bounds and sizes of pages of a text column.
///
/// Rows are references to entries, so a page's bounds are those of the entries it refers to: one look at eight bytes a row,
/// and whole values only where those do not decide.
struct PageTextBounds {
    private let column: StringColumn
    private let order: TextOrder
    private let limit: Int

    init(_ column: StringColumn, _ order: TextOrder, limit: Int) {
        self.column = column
        self.order = order
        self.limit = limit
    }

    /// The bounds of all rows: every entry has at least one.
    var all: ValueBounds? {
        guard column.entryCount > 0 else { return nil }
        var least = 0
        var greatest = 0
        for entry in 1..<max(column.entryCount, 1) {
            if order.isLess(entry, least) { least = entry }
            if order.isLess(greatest, entry) { greatest = entry }
        }
        return ValueBounds(column.entry(least), column.entry(greatest), limit: limit)
    }

    /// The bounds of some rows, or `nil` where all are NULL.
    func bounds(of rows: Range<Int>) -> ValueBounds? {
        if column.entryCount == 1, column.nullCount == 0 {
            return ValueBounds(column.entry(0), column.entry(0), limit: limit)
        }
        var least: Int?
        var greatest: Int?
        column.withIDs { ids in
            order.prefixes.withUnsafeBufferPointer { prefixes in
                var low = UInt64.max
                var high = UInt64.min
                for row in rows {
                    let id = ids[row]
                    if id == 0 { continue }
                    let entry = Int(id) - 1
                    let prefix = prefixes[entry]
                    if prefix <= low {
                        if let best = least, entry == best || (prefix == low && !order.isLess(entry, best)) {
                        } else {
                            (least, low) = (entry, prefix)
                        }
                    }
                    if prefix >= high {
                        if let best = greatest, entry == best || (prefix == high && !order.isLess(best, entry)) {
                        } else {
                            (greatest, high) = (entry, prefix)
                        }
                    }
                }
            }
        }
        guard let least, let greatest else { return nil }
        return ValueBounds(column.entry(least), column.entry(greatest), limit: limit)
    }

    /// Bytes of the text of some rows, without lengths.
    func unencodedBytes(of rows: Range<Int>) -> Int? {
        if column.entryCount == 1, column.nullCount == 0 { return rows.count * column.offsets[1] }
        var sum = 0
        column.withIDs { ids in
            column.offsets.withUnsafeBufferPointer { offsets in
                for row in rows where ids[row] != 0 { sum += offsets[Int(ids[row])] - offsets[Int(ids[row]) - 1] }
            }
        }
        return sum
    }
}
