import Lake

/// Sums over the files of a lake.
struct LakeTotals {
    /// Sums over the chunks of one column.
    struct Column {
        var compressedBytes = 0
        var uncompressedBytes = 0
        var nullCount = 0
        var encodings: [String] = []
    }

    private(set) var files = 0
    private(set) var rows = 0
    private(set) var bytes = 0
    private(set) var groups = 0
    /// The columns, in the order they first come.
    private(set) var names: [String] = []
    private(set) var columns: [String: Column] = [:]

    /// Adds a file.
    ///
    /// Numbers come from outside, so sums stop at the largest number instead of trapping.
    mutating func add(_ file: FileDescription) {
        files += 1
        groups += file.groups.count
        Self.add(file.rows, to: &rows)
        Self.add(file.bytes, to: &bytes)
        for chunk in file.groups.lazy.flatMap(\.chunks) {
            if columns[chunk.name] == nil { names.append(chunk.name) }
            var column = columns[chunk.name] ?? Column()
            Self.add(chunk.compressedBytes, to: &column.compressedBytes)
            Self.add(chunk.uncompressedBytes, to: &column.uncompressedBytes)
            Self.add(chunk.nullCount ?? 0, to: &column.nullCount)
            for encoding in chunk.encodings where !column.encodings.contains(encoding) {
                column.encodings.append(encoding)
            }
            columns[chunk.name] = column
        }
    }

    private static func add(_ value: Int, to sum: inout Int) {
        let (result, overflows) = sum.addingReportingOverflow(value)
        sum = overflows ? .max : result
    }
}
