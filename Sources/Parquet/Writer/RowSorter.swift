import Columnar

/// Finds the order of the rows of a row group by some of its columns.
///
/// Text is compared in unsigned byte order, numbers as numbers; NULL comes first. Rows that are equal in all sort columns keep
/// their order. One task uses a sorter at a time.
///
/// A single column of text, which is usual, is sorted by counting: how many rows each entry has is known. Otherwise each sort
/// column becomes a number as narrow as its values allow: the distance from the least value, or the id of a text. Where all
/// of them and the row's number fit 64 bits, rows are sorted as such words, in memory order; otherwise column by column.
public final class RowSorter {
    private let radixSort = RadixSort()
    private let rows = ScratchBuffer<UInt32>()
    private let starts = ScratchBuffer<UInt32>()
    private let words = ScratchBuffer<UInt64>()
    private let keys = ScratchBuffer<UInt64>()

    /// A sorter without memory so far.
    public init() {}

    /// The rows in the order of the columns at `places`, the most significant first; `nil` where they stand so already.
    ///
    /// - Complexity: one pass over the rows for a column of text; else one for each sort column, and one for each 11 bits of
    ///   what they differ in.
    public func order(of columns: [ColumnChunkSource], by places: [Int]) -> RowOrder? {
        guard let count = columns.first?.count, count > 1, !places.isEmpty else { return nil }
        if places.count == 1, case .strings(let column) = columns[places[0]] { return orderByID(column) }
        let rowBits = BitPacker.width(UInt64(count - 1))
        let word = words.room(count)
        word.update(repeating: 0, count: count)
        var used = rowBits
        for place in places {
            let key = keys.room(count)
            let width = fillKeys(columns[place], key)
            used += width
            guard used <= 64 else { return orderByColumns(columns, places, count) }
            for row in 0..<count { word[row] = word[row] << UInt64(width) | key[row] }
        }
        var isSorted = true
        for row in 1..<count { isSorted = isSorted && word[row - 1] <= word[row] }
        if isSorted { return nil }
        for row in 0..<count { word[row] = word[row] << UInt64(rowBits) | UInt64(row) }
        radixSort.sort(words: word, count: count, bits: rowBits..<used)
        let mask = UInt64.max >> UInt64(64 - rowBits)
        let order = rows.room(count)
        for place in 0..<count { order[place] = UInt32(truncatingIfNeeded: word[place] & mask) }
        return RowOrder(rows, count: count)
    }

    /// Puts each row where the rows of its entry stand, one behind the other; NULLs come first.
    private func orderByID(_ column: StringColumn) -> RowOrder? {
        let next = starts.room(column.entryCount + 1)
        // Where the next row of each id goes; in the end, where its rows end.
        next[0] = 0
        var sum = UInt32(truncatingIfNeeded: column.nullCount)
        column.counts.withUnsafeBufferPointer { counts in
            for entry in 0..<counts.count {
                next[entry + 1] = sum
                sum &+= counts[entry]
            }
        }
        let order = rows.room(column.count)
        // Unsafe: ids are those of the column, whose counts add up to its rows.
        let moved = column.withIDs { ids in
            var moved: UInt32 = 0
            for row in 0..<UInt32(truncatingIfNeeded: ids.count) {
                let id = Int(ids[Int(row)])
                let place = next[id]
                next[id] = place &+ 1
                order[Int(place)] = row
                moved |= place ^ row
            }
            return moved
        }
        guard moved != 0 else { return nil }
        return RowOrder(rows, count: column.count, sorted: RowOrder.Sorted(column: column, ends: starts))
    }

    /// Sorts by one column after the other, the least significant first.
    private func orderByColumns(_ columns: [ColumnChunkSource], _ places: [Int], _ count: Int) -> RowOrder {
        let order = rows.room(count)
        for row in 0..<count { order[row] = UInt32(truncatingIfNeeded: row) }
        for place in places.reversed() {
            let key = keys.room(count)
            _ = fillKeys(columns[place], key)
            radixSort.sort(order, count: count, keys: key)
            // A range of all 64 bits leaves no key for NULLs, which share the least value's: they are put before it.
            if case .values(let vector) = columns[place], vector.nullCount > 0 {
                vector.withValidity { validity in
                    guard let validity else { return }
                    for row in 0..<count { key[row] = UInt64(validity[row]) }
                }
                radixSort.sort(order, count: count, keys: key)
            }
        }
        return RowOrder(rows, count: count)
    }

    // MARK: Keys

    /// Writes a number for each row that orders it, and returns how many bits the numbers have.
    private func fillKeys(_ source: ColumnChunkSource, _ key: UnsafeMutablePointer<UInt64>) -> Int {
        switch source {
        case .strings(let column):
            column.withIDs { ids in
                for row in 0..<ids.count { key[row] = UInt64(ids[row]) }
            }
            return BitPacker.width(UInt64(column.entryCount))
        case .values(let vector):
            switch vector.type {
            case .int32: return fillKeys(vector, as: Int32.self, key) { UInt64(bitPattern: Int64($0)) ^ 1 << 63 }
            case .int64, .timestampMillis:
                return fillKeys(vector, as: Int64.self, key) { UInt64(bitPattern: $0) ^ 1 << 63 }
            case .double: return fillKeys(vector, as: UInt64.self, key) { $0 >> 63 == 0 ? $0 ^ 1 << 63 : ~$0 }
            case .boolean, .string: return fillKeys(vector, as: UInt8.self, key) { UInt64($0) }
            }
        }
    }

    /// Distances from the least value, one more where there are NULLs, whose number is 0.
    private func fillKeys<Value: BitwiseCopyable>(
        _ vector: ColumnVector,
        as type: Value.Type,
        _ key: UnsafeMutablePointer<UInt64>,
        order: (Value) -> UInt64
    ) -> Int {
        vector.withValues(as: Value.self) { values in
            vector.withValidity { validity in
                let validity = vector.nullCount > 0 ? validity : nil
                var least = UInt64.max
                var greatest = UInt64.min
                for row in 0..<values.count {
                    key[row] = order(values[row])
                    guard validity.map({ $0[row] != 0 }) ?? true else { continue }
                    least = min(least, key[row])
                    greatest = max(greatest, key[row])
                }
                guard least <= greatest else {
                    key.update(repeating: 0, count: values.count)
                    return 0
                }
                let range = greatest - least
                guard let validity else {
                    for row in 0..<values.count { key[row] -= least }
                    return BitPacker.width(range)
                }
                let offset: UInt64 = range == .max ? 0 : 1
                for row in 0..<values.count { key[row] = validity[row] == 0 ? 0 : key[row] - least + offset }
                return BitPacker.width(range + offset)
            }
        }
    }
}
