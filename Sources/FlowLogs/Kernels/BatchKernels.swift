import Columnar

/// Runs the kernel of each column over the tokens of a stretch of lines.
enum BatchKernels {
    /// A token that is no value of its column.
    struct Flaw {
        let row: Int
        let column: Int
    }

    /// Replaces the rows of `batch` by `rows` rows of tokens and returns the tokens that are no values, column by column.
    ///
    /// - Parameter ends: The end of the first token of the first row; the position before it is the delimiter before it.
    static func fill(
        _ batch: ColumnBatch,
        bytes: UnsafePointer<UInt8>,
        ends: UnsafePointer<UInt32>,
        rows: Int
    ) -> [Flaw] {
        batch.replaceRows(by: rows)
        var flaws: [Flaw] = []
        let lines = TokenColumn(bytes: bytes, ends: ends, stride: batch.columns.count, count: rows)
        batch.blockKernel?.parse(lines, into: batch.columns)
        for (place, vector) in batch.columns.enumerated() {
            let tokens = lines.moved(by: place)
            switch vector.type {
            case .int32: integers(tokens, place, batch, as: Int32.self, &flaws)
            case .int64: integers(tokens, place, batch, as: Int64.self, &flaws)
            case .timestampMillis:
                vector.append(rows: rows, as: Int64.self) { values in
                    TimestampKernel.parse(tokens, into: values) { flaws.append(Flaw(row: $0, column: place)) }
                }
            case .string: texts(tokens, place, batch, &flaws)
            case .boolean:
                BooleanKernel.parse(tokens, into: vector) { flaws.append(Flaw(row: $0, column: place)) }
            case .double:
                DecimalKernel.parse(tokens, into: vector) { flaws.append(Flaw(row: $0, column: place)) }
            }
        }
        return flaws
    }

    private static func texts(
        _ tokens: TokenColumn,
        _ place: Int,
        _ batch: ColumnBatch,
        _ flaws: inout [Flaw]
    ) {
        let vector = batch.columns[place]
        guard let dictionary = vector.dictionary else { return }
        func onReject(_ row: Int) { flaws.append(Flaw(row: row, column: place)) }
        if let outcome = batch.blockKernel?.outcome(ofColumn: place, as: UInt32.self) {
            return dictionary.intern(tokens, rows: outcome.rest, into: outcome.values, onReject: onReject)
        }
        vector.append(rows: tokens.count, as: UInt32.self) { ids in
            guard let counterpart = batch.counterparts[place] else {
                return dictionary.intern(tokens, into: ids, onReject: onReject)
            }
            batch.columns[counterpart].withValues(of: batch.rows, as: UInt32.self) { otherIDs in
                guard let otherIDs = otherIDs.baseAddress else { return }
                let others = tokens.moved(by: counterpart - place)
                dictionary.intern(tokens, like: others, otherIDs, into: ids, onReject: onReject)
            }
        }
    }

    @inline(__always)
    private static func integers<Value: FixedWidthInteger & BitwiseCopyable>(
        _ tokens: TokenColumn,
        _ place: Int,
        _ batch: ColumnBatch,
        as type: Value.Type,
        _ flaws: inout [Flaw]
    ) {
        let vector = batch.columns[place]
        let first = vector.count
        if let outcome = batch.blockKernel?.outcome(ofColumn: place, as: type) {
            vector.markNull(zeros: outcome.nulls, from: first - tokens.count)
            IntegerKernel.parse(tokens, rows: outcome.rest, into: outcome.values) { row, _ in
                flaws.append(Flaw(row: row, column: place))
            }
            return
        }
        var nulls: [UInt32] = []
        swap(&nulls, &batch.nullRows)
        vector.append(rows: tokens.count, as: type) { values in
            IntegerKernel.parseOneByOne(tokens, into: values) { row, failure in
                if failure == .null {
                    nulls.append(UInt32(truncatingIfNeeded: row))
                } else {
                    flaws.append(Flaw(row: row, column: place))
                }
            }
        }
        nulls.withUnsafeBufferPointer { vector.markNull(zeros: $0, from: first) }
        nulls.removeAll(keepingCapacity: true)
        swap(&nulls, &batch.nullRows)
    }

    /// Why a token is no value of `column`.
    static func reason(_ token: UnsafeBufferPointer<UInt8>, _ column: RecordColumn) -> RejectReason {
        switch column.type {
        case .int32: integerReason(IntegerKernel.parseSlowly(token, as: Int32.self), column.columnName, bits: 32)
        case .int64: integerReason(IntegerKernel.parseSlowly(token, as: Int64.self), column.columnName, bits: 64)
        case .timestampMillis: .notATimestamp(column: column.columnName)
        case .boolean: .notABoolean(column: column.columnName)
        case .double: .notANumber(column: column.columnName)
        case .string: .notUTF8(column: column.columnName)
        }
    }

    private static func integerReason<Value>(
        _ outcome: IntegerKernel.Outcome<Value>,
        _ column: String,
        bits: Int
    ) -> RejectReason {
        if case .failure(.overflow) = outcome { return .overflow(column: column, bits: bits) }
        return .notAnInteger(column: column)
    }
}
