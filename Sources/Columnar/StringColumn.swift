/// A text column on its own: local ids and the distinct values they stand for, without the dictionary they came from.
///
/// Made from a ``ColumnVector`` when its row group is complete. From then on the parser may go on filling its dictionary
/// while the row group is encoded elsewhere.
public final class StringColumn: @unchecked Sendable {
    /// One id a row.
    ///
    /// 0 is NULL, and id `n` is entry `n - 1`. Entries are in unsigned byte order, so ids compare as the values do.
    private let ids: ColumnVector
    /// Where entry `n` begins in ``bytes``; one more than there are entries.
    public let offsets: [Int]
    /// The bytes of all entries, one after the other.
    public let bytes: [UInt8]
    /// How many rows each entry has.
    public let counts: [UInt32]
    /// How many rows are NULL.
    public let nullCount: Int

    /// Rows.
    public var count: Int { ids.count }
    /// Distinct values.
    public var entryCount: Int { counts.count }

    /// Takes over the rows of a text column, whose ids are rewritten in place.
    ///
    /// - Complexity: two look-ups a row, and one copy a distinct value, which are sorted once for all columns of a dictionary.
    public init(taking vector: ColumnVector) {
        ids = vector
        let values = vector.dictionary?.localize(vector) ?? ByteArrayDictionary.LocalValues()
        offsets = values.offsets
        bytes = values.bytes
        counts = values.counts
        nullCount = values.nullCount
    }

    /// The listed rows, in the order of the list, which names a row at most once.
    ///
    /// Entries that none of them has are left out.
    public func taking(rows: UnsafeBufferPointer<UInt32>) -> StringColumn {
        let taken = ColumnVector(type: .string, dictionary: ids.dictionary, capacity: rows.count)
        taken.append(rows: rows, of: ids)
        return rows.count == count ? StringColumn(ids: taken, like: self) : StringColumn(ids: taken, someOf: self)
    }

    private init(ids: ColumnVector, like other: StringColumn) {
        self.ids = ids
        offsets = other.offsets
        bytes = other.bytes
        counts = other.counts
        nullCount = other.nullCount
    }

    /// Numbers the entries anew that the rows have, in the same order.
    private init(ids: ColumnVector, someOf other: StringColumn) {
        self.ids = ids
        var offsets = [0]
        var bytes: [UInt8] = []
        var counts: [UInt32] = []
        var nullCount = 0
        ids.withMutableIDs { values in
            var numbers = [UInt32](repeating: 0, count: other.entryCount + 1)
            for id in values { numbers[Int(id)] += 1 }
            nullCount = Int(numbers[0])
            numbers[0] = 0
            for id in numbers.indices where numbers[id] > 0 {
                bytes.append(contentsOf: other.entry(id - 1))
                offsets.append(bytes.count)
                counts.append(numbers[id])
                numbers[id] = UInt32(truncatingIfNeeded: counts.count)
            }
            for row in values.indices { values[row] = numbers[Int(values[row])] }
        }
        self.offsets = offsets
        self.bytes = bytes
        self.counts = counts
        self.nullCount = nullCount
    }

    /// Calls `body` with one local id a row.
    public func withIDs<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt32>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try ids.withValues(as: UInt32.self, body)
    }

    /// The bytes of an entry, counted from 0.
    public func entry(_ index: Int) -> ArraySlice<UInt8> { bytes[offsets[index]..<offsets[index + 1]] }

    /// The length of a row in bytes; 0 where it is NULL.
    public func length(ofRow row: Int) -> Int {
        let id = ids.withValues(as: UInt32.self) { Int($0[row]) }
        return id == 0 ? 0 : offsets[id] - offsets[id - 1]
    }

    /// Bytes that all rows would take one after the other, without lengths.
    public var unencodedBytes: Int {
        var sum = 0
        for (index, count) in counts.enumerated() { sum += Int(count) * (offsets[index + 1] - offsets[index]) }
        return sum
    }
}
