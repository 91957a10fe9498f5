import Columnar

/// Compares entries of a text column: by their first eight bytes as one number, and byte by byte where those are equal.
struct TextOrder {
    private let column: StringColumn
    /// The first eight bytes of each entry, the first in the highest place.
    let prefixes: [UInt64]

    init(_ column: StringColumn) {
        self.column = column
        prefixes = column.bytes.withUnsafeBytes { bytes in
            (0..<column.entryCount).map { index in
                let start = column.offsets[index]
                let count = min(column.offsets[index + 1] - start, 8)
                var prefix: UInt64 = 0
                for place in 0..<count { prefix |= UInt64(bytes[start + place]) << UInt64(56 - 8 * place) }
                return prefix
            }
        }
    }

    /// Whether one entry comes before another in unsigned byte order.
    func isLess(_ left: Int, _ right: Int) -> Bool {
        if prefixes[left] != prefixes[right] { return prefixes[left] < prefixes[right] }
        return ByteArrayBounds.isLess(column.entry(left), column.entry(right))
    }
}
