import Columnar

/// Hands out the ids of a text column page by page, in the order in which rows are written.
final class TextRowIDs {
    /// Where the ids are.
    private enum Source {
        /// In the column, as they are written.
        case inPlace(StringColumn)
        /// All the same.
        case constant(UInt32)
        /// In the column, in another order.
        case permuted(StringColumn, RowOrder)
        /// One entry after the other.
        case sorted(RowOrder.Sorted)
        /// Narrowed to one byte or two, so that a second-level cache holds all of them, in another order.
        case bytes(RowOrder)
        case words(RowOrder)
        /// Narrowed to one byte, of so few ids that rows are counted by them.
        case few(RowOrder)
    }

    private var source = Source.constant(0)
    private let bytes = ScratchBuffer<UInt8>()
    private let words = ScratchBuffer<UInt16>()
    private let page = ScratchBuffer<UInt32>()
    private let narrowPage = ScratchBuffer<UInt8>()

    /// Whether rows have so few ids that they are handed out as bytes, and counted.
    var areFew: Bool {
        if case .few = source { true } else { false }
    }

    /// Goes on to the rows of `column`.
    func begin(_ column: StringColumn, in order: RowOrder?) {
        if column.entryCount == 0 || column.entryCount == 1 && column.nullCount == 0 {
            source = .constant(UInt32(truncatingIfNeeded: column.entryCount))
        } else if let sorted = order?.sorted(by: column) {
            source = .sorted(sorted)
        } else if let order {
            if column.entryCount <= UInt8.max {
                source = column.entryCount < RowKernels.tallyLimit ? .few(order) : .bytes(order)
                let target = bytes.room(column.count)
                column.withIDs { RowKernels.narrow($0, to: target) }
            } else if column.entryCount <= UInt16.max {
                source = .words(order)
                let target = words.room(column.count)
                column.withIDs { RowKernels.narrow($0, from: 0, to: target) }
            } else {
                source = .permuted(column, order)
            }
        } else {
            source = .inPlace(column)
        }
    }

    /// Calls `body` with the ids of some rows.
    func withIDs<Result>(of rows: Range<Int>, _ body: (UnsafeBufferPointer<UInt32>) -> Result) -> Result {
        // Unsafe: ids are gathered into room for as many, by the rows of an order, each of which the column has.
        let target = page.room(rows.count)
        switch source {
        case .inPlace(let column):
            return column.withIDs { body(UnsafeBufferPointer(rebasing: $0[rows])) }
        case .constant(let id):
            target.update(repeating: id, count: rows.count)
        case .sorted(let sorted):
            Self.fill(sorted, rows, target)
        case .permuted(let column, let order):
            column.withIDs { Self.gather($0, order, rows, target) }
        case .bytes(let order), .few(let order):
            Self.gather(UnsafeBufferPointer(start: bytes.room(order.count), count: order.count), order, rows, target)
        case .words(let order):
            Self.gather(UnsafeBufferPointer(start: words.room(order.count), count: order.count), order, rows, target)
        }
        return body(UnsafeBufferPointer(start: target, count: rows.count))
    }

    /// Calls `body` with the ids of some rows where they are few.
    func withFewIDs<Result>(of rows: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        guard case .few(let order) = source else { preconditionFailure("ids are handed out as they are") }
        let target = narrowPage.room(rows.count)
        Self.gather(UnsafeBufferPointer(start: bytes.room(order.count), count: order.count), order, rows, target)
        return body(UnsafeBufferPointer(start: target, count: rows.count))
    }

    /// Writes the ids of rows that stand in the order of their ids.
    private static func fill(_ sorted: RowOrder.Sorted, _ rows: Range<Int>, _ target: UnsafeMutablePointer<UInt32>) {
        // NULLs come first, and their id is 0.
        let ends = sorted.ends.room(sorted.column.entryCount + 1)
        var place = rows.lowerBound
        // The first id whose rows end behind the place.
        var (id, limit) = (0, sorted.column.entryCount)
        while id < limit {
            let middle = (id + limit) / 2
            if Int(ends[middle]) > place { limit = middle } else { id = middle + 1 }
        }
        while place < rows.upperBound {
            let end = min(rows.upperBound, Int(ends[id]))
            (target + (place - rows.lowerBound)).update(repeating: UInt32(truncatingIfNeeded: id), count: end - place)
            place = end
            id += 1
        }
    }

    @inline(__always)
    private static func gather<ID: FixedWidthInteger & BitwiseCopyable, Target: FixedWidthInteger & BitwiseCopyable>(
        _ ids: UnsafeBufferPointer<ID>,
        _ order: RowOrder,
        _ rows: Range<Int>,
        _ target: UnsafeMutablePointer<Target>
    ) {
        let numbers = UnsafeBufferPointer(rebasing: order.all[rows])
        for place in 0..<numbers.count { target[place] = Target(truncatingIfNeeded: ids[Int(numbers[place])]) }
    }
}
