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

    /// Adds the length of each row's text, for as many rows as `lengths` has.
    func addLengths(to lengths: inout [Int]) {
        var start = 0
        for row in 0..<lengths.count {
            let end = ends[row]
            lengths[row] += end - start
            start = end
        }
    }

    /// Copies a separator and each row's text to its place in `target`, and moves the places behind it.
    func copy(
        rows: Int,
        behind separator: [UInt8],
        into target: UnsafeMutableRawPointer,
        at places: UnsafeMutableBufferPointer<Int>
    ) {
        // Unsafe: the caller has made room for all rows from the lengths given by `addLengths`.
        separator.withUnsafeBytes { separator in
            bytes.withUnsafeBytes { bytes in
                var start = 0
                for row in 0..<rows {
                    var place = places[row]
                    if let base = separator.baseAddress {
                        (target + place).copyMemory(from: base, byteCount: separator.count)
                        place += separator.count
                    }
                    let end = ends[row]
                    if let base = bytes.baseAddress {
                        (target + place).copyMemory(from: base + start, byteCount: end - start)
                    }
                    places[row] = place + end - start
                    start = end
                }
            }
        }
    }

    private mutating func write(_ vector: ColumnVector) {
        switch vector.type {
        case .int32: writeIntegers(vector, as: Int32.self)
        case .int64: writeIntegers(vector, as: Int64.self)
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
            guard form != .flowlog else {
                return dictionary.appendBytes(of: ids, null: [UInt8(ascii: "-")], to: &bytes, ends: &ends)
            }
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

    /// Writes numbers in decimal.
    @inline(__always)
    private mutating func writeIntegers<Element: FixedWidthInteger & BitwiseCopyable>(
        _ vector: ColumnVector,
        as element: Element.Type
    ) {
        let null: [UInt8] = form == .flowlog ? [UInt8(ascii: "-")] : form == .jsonl ? Array("null".utf8) : []
        // The longest number has a sign and 19 digits.
        var digits = [UInt8](repeating: 0, count: vector.count * 20)
        var ends: [Int] = []
        ends.reserveCapacity(vector.count)
        var count = 0
        vector.withValues(as: element) { values in
            vector.withValidity { validity in
                var text = digits.mutableSpan
                for row in 0..<values.count {
                    if let validity, validity[row] == 0 {
                        for byte in null {
                            text[count] = byte
                            count += 1
                        }
                    } else {
                        var rest = UInt64(values[row].magnitude)
                        if values[row] < 0 {
                            text[count] = UInt8(ascii: "-")
                            count += 1
                        }
                        let end = count + Self.digitCount(rest)
                        var place = end
                        repeat {
                            place -= 1
                            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                            text[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
                            rest = quotient
                        } while rest > 0
                        count = end
                    }
                    ends.append(count)
                }
            }
        }
        digits.removeLast(digits.count - count)
        bytes = digits
        self.ends = ends
    }

    @inline(__always)
    private static func digitCount(_ value: UInt64) -> Int {
        var count = 1
        var rest = value
        while rest >= 10_000 {
            rest /= 10_000
            count += 4
        }
        return count + (rest >= 1000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
    }
}
