import Columnar

/// Evaluates a comparison on decoded rows.
final class RowFilter {
    let term: BoundTerm
    /// What is known of the entries of a text dictionary: 0 nothing, 1 that they hold, 2 that they do not.
    private var verdicts: [UInt8] = []
    private var dictionary: ByteArrayDictionary?

    init(_ term: BoundTerm) {
        self.term = term
    }

    /// The rows of `vector` among `candidates` (all of them for `nil`) for which the comparison holds.
    func rows(_ vector: ColumnVector, among candidates: [UInt32]?) -> [UInt32] {
        switch (term.value, vector.type) {
        case (.none, _):
            let wantsNull = term.operator == .isNull
            return select(vector.count, candidates) { vector.isValid($0) != wantsNull }
        case (.text(let text), .string): return textRows(vector, text, candidates)
        case (.integer(let value), .int32):
            return numericRows(vector, candidates, as: Int32.self) { Self.order(Int64($0), value) }
        case (.integer(let value), .int64), (.integer(let value), .timestampMillis):
            return numericRows(vector, candidates, as: Int64.self) { Self.order($0, value) }
        case (.integer(let value), .boolean):
            return numericRows(vector, candidates, as: UInt8.self) { Self.order(Int64($0), value) }
        case (.number(let value), .int32):
            return numericRows(vector, candidates, as: Int32.self) { Self.order(Double($0), value) }
        case (.number(let value), .int64):
            return numericRows(vector, candidates, as: Int64.self) { Self.order(Double($0), value) }
        case (.number(let value), .double): return doubleRows(vector, value, candidates)
        default: return []
        }
    }

    private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }

    @inline(__always)
    private func select(_ count: Int, _ candidates: [UInt32]?, _ holds: (Int) -> Bool) -> [UInt32] {
        if let candidates { return candidates.filter { holds(Int($0)) } }
        var rows: [UInt32] = []
        for row in 0..<count where holds(row) { rows.append(UInt32(truncatingIfNeeded: row)) }
        return rows
    }

    @inline(__always)
    private func numericRows<Element: BitwiseCopyable>(
        _ vector: ColumnVector,
        _ candidates: [UInt32]?,
        as element: Element.Type,
        _ order: (Element) -> Int
    ) -> [UInt32] {
        let comparison = term.operator
        return vector.withValues(as: element) { values in
            vector.withValidity { validity in
                select(values.count, candidates) { row in
                    (validity.map { $0[row] != 0 } ?? true) && comparison.holds(order(values[row]))
                }
            }
        }
    }

    private func doubleRows(_ vector: ColumnVector, _ value: Double, _ candidates: [UInt32]?) -> [UInt32] {
        let comparison = term.operator
        return vector.withValues(as: Double.self) { values in
            select(values.count, candidates) { row in
                guard vector.isValid(row) else { return false }
                // NaN is unequal to everything and neither before nor behind it.
                if values[row].isNaN { return comparison == .notEqual }
                return comparison.holds(Self.order(values[row], value))
            }
        }
    }

    private func textRows(_ vector: ColumnVector, _ text: [UInt8], _ candidates: [UInt32]?) -> [UInt32] {
        guard let dictionary = vector.dictionary else { return [] }
        if self.dictionary !== dictionary {
            self.dictionary = dictionary
            verdicts = []
        }
        let missing = dictionary.count + 1 - verdicts.count
        if missing > 0 { verdicts.append(contentsOf: repeatElement(0, count: missing)) }
        return vector.withValues(as: UInt32.self) { ids in
            select(ids.count, candidates) { row in
                let id = ids[row]
                guard id != 0 else { return false }
                if verdicts[Int(id)] == 0 { verdicts[Int(id)] = holds(id, dictionary, text) ? 1 : 2 }
                return verdicts[Int(id)] == 1
            }
        }
    }

    private func holds(_ id: UInt32, _ dictionary: ByteArrayDictionary, _ text: [UInt8]) -> Bool {
        dictionary.withBytes(of: id) { bytes in
            term.operator.holds(
                bytes.elementsEqual(text) ? 0 : bytes.lexicographicallyPrecedes(text) ? -1 : 1
            )
        }
    }
}
