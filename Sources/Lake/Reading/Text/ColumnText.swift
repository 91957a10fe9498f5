import Columnar
import Parquet

/// The values of one column of a batch as text, one after the other.
struct ColumnText {
    private let form: RowForm
    /// The text of all rows.
    private(set) var bytes: [UInt8] = []
    /// Where each row's text ends.
    private(set) var ends: [Int] = []

    init(_ form: RowForm) {
        self.form = form
    }

    /// Writes the values of a batch, in place of those before.
    mutating func write(_ values: ScanBatch.Values, rows: Int) {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        ends.reserveCapacity(rows)
        switch values {
        case .constant(let text):
            var one: [UInt8] = []
            if let text { appendText(Array(text.utf8), to: &one) } else { appendNull(to: &one) }
            for _ in 0..<rows { appendRow { $0.append(contentsOf: one) } }
        case .vector(let vector): write(vector)
        }
    }

    /// Appends the text of one row.
    @inline(__always)
    func append(_ row: Int, to target: inout [UInt8]) {
        target.append(contentsOf: bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]])
    }

    private mutating func write(_ vector: ColumnVector) {
        switch vector.type {
        case .int32: writeValues(vector, as: Int32.self) { Self.append(Int64($0), to: &$1) }
        case .int64: writeValues(vector, as: Int64.self) { Self.append($0, to: &$1) }
        case .boolean:
            writeValues(vector, as: UInt8.self) { $1.append(contentsOf: ($0 == 0 ? "false" : "true").utf8) }
        case .timestampMillis:
            let isQuoted = form == .jsonl
            writeValues(vector, as: Int64.self) { time, bytes in
                if isQuoted { bytes.append(UInt8(ascii: "\"")) }
                Timestamp.append(time, to: &bytes)
                if isQuoted { bytes.append(UInt8(ascii: "\"")) }
            }
        case .double:
            let isJSON = form == .jsonl
            writeValues(vector, as: Double.self) { value, bytes in
                // JSON has no infinities and no NaN.
                bytes.append(contentsOf: (isJSON && !value.isFinite ? "null" : value.description).utf8)
            }
        case .string: writeText(vector)
        }
    }

    @inline(__always)
    private mutating func writeValues<Element: BitwiseCopyable>(
        _ vector: ColumnVector,
        as element: Element.Type,
        _ append: (Element, inout [UInt8]) -> Void
    ) {
        vector.withValues(as: element) { values in
            vector.withValidity { validity in
                for row in 0..<values.count {
                    if validity.map({ $0[row] != 0 }) ?? true {
                        append(values[row], &bytes)
                    } else {
                        appendNull(to: &bytes)
                    }
                    ends.append(bytes.count)
                }
            }
        }
    }

    private mutating func writeText(_ vector: ColumnVector) {
        guard let dictionary = vector.dictionary else { return }
        vector.withValues(as: UInt32.self) { ids in
            for row in 0..<ids.count {
                let id = ids[row]
                if id == 0 {
                    appendNull(to: &bytes)
                } else {
                    dictionary.withBytes(of: id) { appendText($0, to: &bytes) }
                }
                ends.append(bytes.count)
            }
        }
    }

    private mutating func appendRow(_ write: (inout [UInt8]) -> Void) {
        write(&bytes)
        ends.append(bytes.count)
    }

    private func appendNull(to bytes: inout [UInt8]) {
        switch form {
        case .flowlog: bytes.append(UInt8(ascii: "-"))
        case .csv: break
        case .jsonl: bytes.append(contentsOf: "null".utf8)
        }
    }

    @inline(__always)
    private func appendText(_ text: some Collection<UInt8>, to bytes: inout [UInt8]) {
        switch form {
        case .flowlog: bytes.append(contentsOf: text)
        case .csv: TextEscaping.appendCSV(text, to: &bytes)
        case .jsonl: TextEscaping.appendJSON(text, to: &bytes)
        }
    }

    /// Appends a number in decimal.
    @inline(__always)
    private static func append(_ value: Int64, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = quotient
        } while rest > 0
        var low = start
        var high = bytes.count - 1
        while low < high {
            bytes.swapAt(low, high)
            low += 1
            high -= 1
        }
    }
}
