/// Writes batches as lines of text: each column on its own first, then its values into their places in the lines.
public struct RowText {
    private let form: RowForm
    private var columns: [ColumnText] = []
    private var names: [String] = []
    /// What stands before each column's value in a line.
    private var separators: [[UInt8]] = []
    /// Where the next value of each line goes.
    private var places: [Int] = []

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
        let ending: [UInt8] =
            switch form {
            case .flowlog: [0x0A]
            case .csv: [0x0D, 0x0A]
            case .jsonl: columns.isEmpty ? [0x7B, 0x7D, 0x0A] : [0x7D, 0x0A]
            }
        let end = layOut(rows: rows, ending: ending.count, from: bytes.count)
        bytes.append(contentsOf: repeatElement(0, count: end - bytes.count))
        // Unsafe: lines are filled column by column through one pointer, each value into the room that `layOut` gave its
        // line from the same lengths.
        bytes.withUnsafeMutableBytes { target in
            guard let target = target.baseAddress else { return }
            places.withUnsafeMutableBufferPointer { places in
                for (column, separator) in zip(columns, separators) {
                    column.copy(rows: rows, behind: separator, into: target, at: places)
                }
                for row in 0..<rows {
                    for (index, byte) in ending.enumerated() {
                        target.storeBytes(of: byte, toByteOffset: places[row] + index, as: UInt8.self)
                    }
                }
            }
        }
    }

    /// Works out where each line begins, and returns where the last one ends.
    private mutating func layOut(rows: Int, ending: Int, from start: Int) -> Int {
        let fixed = separators.reduce(ending) { $0 + $1.count }
        places = [Int](repeating: fixed, count: rows)
        for column in columns { column.addLengths(to: &places) }
        var next = start
        for row in 0..<rows {
            let length = places[row]
            places[row] = next
            next += length
        }
        return next
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
