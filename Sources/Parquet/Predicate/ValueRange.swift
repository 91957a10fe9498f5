import Columnar

/// What statistics tell about the values of a chunk or page: bounds, and whether there are NULLs and anything else.
struct ValueRange {
    var least: BoundTerm.Value?
    var greatest: BoundTerm.Value?
    /// `nil` where it is not known.
    var hasNulls: Bool?
    var isAllNull: Bool

    /// The range that encoded bounds stand for; bounds that cannot be used are left out.
    init(_ column: FileColumn, min: [UInt8]?, max: [UInt8]?, hasNulls: Bool?, isAllNull: Bool) {
        self.hasNulls = hasNulls
        self.isAllNull = isAllNull
        guard column.hasOrderedStatistics, !isAllNull else { return }
        least = min.flatMap { Self.decode($0, column, roundsUp: false) }
        greatest = max.flatMap { Self.decode($0, column, roundsUp: true) }
    }

    /// The range of a column chunk.
    init(_ column: FileColumn, _ metaData: ColumnMetaData) {
        let statistics = metaData.statistics
        let nulls = column.isOptional ? statistics?.nullCount : 0
        self.init(
            column,
            // The older fields `min` and `max` are not used: writers disagreed on their order.
            min: statistics?.minValue,
            max: statistics?.maxValue,
            hasNulls: nulls.map { $0 > 0 },
            isAllNull: nulls.map { $0 == metaData.numValues } ?? false
        )
    }

    /// Whether a row may hold; `false` is certain.
    func mayHold(_ term: BoundTerm) -> Bool {
        switch term.operator {
        case .isNull: return hasNulls ?? true
        case .isNotNull: return !isAllNull
        default: break
        }
        if isAllNull { return false }
        let low = least.flatMap { Self.compare($0, term.value) }
        let high = greatest.flatMap { Self.compare($0, term.value) }
        switch term.operator {
        case .equal: return (low ?? 0) <= 0 && (high ?? 0) >= 0
        case .notEqual:
            // Bounds leave NaN out, which is unequal to everything.
            if case .number = term.value { return true }
            return !(low == 0 && high == 0)
        case .less: return (low ?? -1) < 0
        case .lessOrEqual: return (low ?? 0) <= 0
        case .greater: return (high ?? 1) > 0
        case .greaterOrEqual: return (high ?? 0) >= 0
        case .isNull, .isNotNull: return true
        }
    }

    /// Negative, zero or positive as `left` is before, equal to or behind `right`; `nil` where neither can be said.
    private static func compare(_ left: BoundTerm.Value, _ right: BoundTerm.Value) -> Int? {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right ? -1 : left == right ? 0 : 1
        case (.integer(let left), .number(let right)): order(Double(left), right)
        case (.number(let left), .number(let right)): order(left, right)
        case (.text(let left), .text(let right)): left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
        default: nil
        }
    }

    private static func order(_ left: Double, _ right: Double) -> Int? {
        left < right ? -1 : left == right ? 0 : left > right ? 1 : nil
    }

    static func decode(_ bytes: [UInt8], _ column: FileColumn, roundsUp: Bool) -> BoundTerm.Value? {
        var word: UInt64 = 0
        for byte in bytes.prefix(8).reversed() { word = word << 8 | UInt64(byte) }
        switch column.element.type {
        case .byteArray: return .text(bytes)
        case .boolean where bytes.count == 1: return .integer(Int64(word & 1))
        case .int32 where bytes.count == 4: return .integer(Int64(Int32(truncatingIfNeeded: word)))
        case .int64 where bytes.count == 8:
            let ticks = column.ticksPerMillisecond
            let (quotient, rest) = Int64(bitPattern: word).quotientAndRemainder(dividingBy: ticks)
            if rest > 0, roundsUp { return .integer(quotient + 1) }
            if rest < 0, !roundsUp { return .integer(quotient - 1) }
            return .integer(quotient)
        case .float where bytes.count == 4:
            return number(Double(Float(bitPattern: UInt32(truncatingIfNeeded: word))))
        case .double where bytes.count == 8: return number(Double(bitPattern: word))
        default: return nil
        }
    }

    private static func number(_ value: Double) -> BoundTerm.Value? {
        value.isNaN ? nil : .number(value)
    }
}
