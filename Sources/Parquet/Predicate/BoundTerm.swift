import Columnar

/// A comparison whose value has the type of its column.
struct BoundTerm: Sendable, Hashable {
    /// A value of the column's type.
    enum Value: Sendable, Hashable {
        case integer(Int64)
        /// For columns of doubles, and for whole numbers compared with a fraction.
        case number(Double)
        case text([UInt8])
        /// `IS NULL` and `IS NOT NULL`.
        case none
    }

    /// The column's place in the file.
    let column: Int
    let `operator`: Predicate.Operator
    let value: Value

    /// Binds a comparison to the column it names.
    ///
    /// - Throws: ``ParquetError`` where the value is of another kind than the column.
    init(_ term: Predicate.Term, _ column: FileColumn, at place: Int) throws(ParquetError) {
        if let refusal = column.refusal { throw refusal }
        self.column = place
        self.operator = term.operator
        guard let value = term.value else {
            self.value = .none
            return
        }
        switch (column.type, value) {
        case (.string, .text(let text)): self.value = .text(Array(text.utf8))
        case (.int32, .integer(let number)), (.int64, .integer(let number)), (.timestampMillis, .integer(let number)):
            self.value = .integer(number)
        case (.int32, .number(let number)), (.int64, .number(let number)), (.double, .number(let number)):
            self.value = .number(number)
        case (.double, .integer(let number)): self.value = .number(Double(number))
        case (.boolean, .boolean(let flag)): self.value = .integer(flag ? 1 : 0)
        case (.int32, .text(let text)), (.int64, .text(let text)):
            guard let number = Int64(text) else { throw Self.mismatch(column, "a number") }
            self.value = .integer(number)
        case (.timestampMillis, .text(let text)):
            guard let time = Timestamp.milliseconds(text) else {
                throw Self.mismatch(column, "a time such as '2025-05-27T05:12:33.000Z'")
            }
            self.value = .integer(time)
        case (.string, _): throw Self.mismatch(column, "text in single quotes")
        case (.timestampMillis, _): throw Self.mismatch(column, "a time such as '2025-05-27T05:12:33.000Z'")
        case (.boolean, _): throw Self.mismatch(column, "true or false")
        default: throw Self.mismatch(column, "a number")
        }
    }

    private static func mismatch(_ column: FileColumn, _ wanted: String) -> ParquetError {
        ParquetError(.invalidPredicate, "column \(column.name) can only be compared with \(wanted)")
    }
}
