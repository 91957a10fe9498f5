/// Writes batches as lines of text: each column on its own first, then line by line.
public struct RowText {
    private let form: RowForm
    private var columns: [ColumnText] = []
    private var names: [String] = []
    /// What stands before each column's value in a line.
    private var separators: [[UInt8]] = []

    /// A writer of lines of that form.
    public init(_ form: RowForm) {
        self.form = form
    }

    /// The line of names that CSV begins with; nothing for the other forms.
    public func header(_ names: [String]) -> [UInt8] {
        guard form == .csv else { return [] }
        var bytes: [UInt8] = []
        for (place, name) in names.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            TextEscaping.appendCSV(Array(name.utf8), to: &bytes)
        }
        return bytes + [0x0D, 0x0A]
    }

    /// Appends the lines of the first `limit` rows of a batch.
    public mutating func append(_ batch: ScanBatch, limit: Int, to bytes: inout [UInt8]) {
        if batch.names != names || columns.count != batch.columns.count { prepare(batch) }
        for (place, values) in batch.columns.enumerated() { columns[place].write(values, rows: batch.rowCount) }
        let rows = min(batch.rowCount, max(limit, 0))
        let total = columns.reduce(0) { $0 + $1.bytes.count }
        bytes.reserveCapacity(bytes.count + total + rows * (separators.reduce(2) { $0 + $1.count }))
        for row in 0..<rows {
            for place in columns.indices {
                bytes.append(contentsOf: separators[place])
                columns[place].append(row, to: &bytes)
            }
            switch form {
            case .flowlog: break
            case .csv: bytes.append(0x0D)
            case .jsonl: bytes.append(contentsOf: columns.isEmpty ? [0x7B, 0x7D] : [0x7D])
            }
            bytes.append(0x0A)
        }
    }

    private mutating func prepare(_ batch: ScanBatch) {
        names = batch.names
        columns = names.map { _ in ColumnText(form) }
        separators = names.enumerated().map { place, name in
            switch form {
            case .flowlog: return place == 0 ? [] : [UInt8(ascii: " ")]
            case .csv: return place == 0 ? [] : [UInt8(ascii: ",")]
            case .jsonl:
                var separator = [UInt8(ascii: place == 0 ? "{" : ",")]
                TextEscaping.appendJSON(Array(name.utf8), to: &separator)
                return separator + [UInt8(ascii: ":")]
            }
        }
    }
}
