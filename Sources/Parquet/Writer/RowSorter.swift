import Columnar

/// Sorts the rows of a row group by some of its columns before they are encoded.
///
/// Text is compared in unsigned byte order, numbers as numbers; NULL comes first. Rows that are equal in all sort columns keep
/// their order. One task uses a sorter at a time.
public final class RowSorter {
    private let radixSort = RadixSort()
    private let dictionary = TextDictionary()
    private let rows = ScratchBuffer<UInt32>()
    private let keys = ScratchBuffer<UInt64>()

    /// A sorter without memory so far.
    public init() {}

    /// The columns with their rows sorted by the columns at `places`, the most significant first.
    ///
    /// - Complexity: a few passes over the rows for each sort column, and one for each column.
    public func sort(_ columns: [ColumnChunkSource], by places: [Int]) -> [ColumnChunkSource] {
        guard let count = columns.first?.count, count > 1, !places.isEmpty else { return columns }
        let order = rows.room(count)
        for row in 0..<count { order[row] = UInt32(truncatingIfNeeded: row) }
        // The sort is stable: the least significant column goes first.
        for place in places.reversed() {
            let key = keys.room(count)
            switch columns[place] {
            case .strings(let column): fillKeys(column, key)
            case .values(let vector): fillKeys(vector, key)
            }
            radixSort.sort(order, count: count, keys: key)
            // NULLs are put before the values that share the least key.
            if case .values(let vector) = columns[place], vector.nullCount > 0 {
                vector.withValidity { validity in
                    guard let validity else { return }
                    for row in 0..<count { key[row] = UInt64(validity[row]) }
                }
                radixSort.sort(order, count: count, keys: key)
            }
        }
        let permutation = UnsafeBufferPointer(start: UnsafePointer(order), count: count)
        return columns.map { $0.taking(rows: permutation) }
    }

    private func fillKeys(_ column: StringColumn, _ key: UnsafeMutablePointer<UInt64>) {
        dictionary.build(column)
        let summary = dictionary.summary
        column.withIDs { ids in
            // The rank by value is in the high half, 0 for NULL.
            for row in 0..<ids.count { key[row] = summary[Int(ids[row])] >> 32 }
        }
    }

    private func fillKeys(_ vector: ColumnVector, _ key: UnsafeMutablePointer<UInt64>) {
        switch vector.type {
        case .int32: fillKeys(vector, as: Int32.self, key) { UInt64(bitPattern: Int64($0)) ^ 1 << 63 }
        case .int64, .timestampMillis: fillKeys(vector, as: Int64.self, key) { UInt64(bitPattern: $0) ^ 1 << 63 }
        case .double:
            fillKeys(vector, as: UInt64.self, key) { $0 >> 63 == 0 ? $0 ^ 1 << 63 : ~$0 }
        case .boolean, .string: fillKeys(vector, as: UInt8.self, key) { UInt64($0) + 1 }
        }
    }

    private func fillKeys<Value: BitwiseCopyable>(
        _ vector: ColumnVector,
        as type: Value.Type,
        _ key: UnsafeMutablePointer<UInt64>,
        order: (Value) -> UInt64
    ) {
        vector.withValues(as: Value.self) { values in
            for row in 0..<values.count { key[row] = order(values[row]) }
        }
    }
}
