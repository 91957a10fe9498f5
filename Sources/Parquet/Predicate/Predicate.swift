/// A condition on rows: comparisons of columns with values, all of which must hold.
///
/// As in SQL, a comparison with NULL does not hold, not even `!=`; only `IS NULL` finds NULLs.
public struct Predicate: Sendable, Hashable {
    /// How a column is compared.
    public enum Operator: String, Sendable, Hashable, CaseIterable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case isNull = "IS NULL"
        case isNotNull = "IS NOT NULL"

        /// Whether a value holds that is before (negative), equal to (0) or behind (positive) the one compared with.
        public func holds(_ order: Int) -> Bool {
            switch self {
            case .equal: order == 0
            case .notEqual: order != 0
            case .less: order < 0
            case .lessOrEqual: order <= 0
            case .greater: order > 0
            case .greaterOrEqual: order >= 0
            case .isNull: false
            case .isNotNull: true
            }
        }
    }

    /// What a column is compared with.
    public enum Value: Sendable, Hashable {
        /// A whole number.
        case integer(Int64)
        /// Any other number.
        case number(Double)
        /// Text in quotes; also a time, where the column holds times.
        case text(String)
        /// A truth value.
        case boolean(Bool)
    }

    /// One comparison.
    public struct Term: Sendable, Hashable {
        /// The column's name.
        public let column: String
        /// How it is compared.
        public let `operator`: Operator
        /// With what; `nil` for the operators that ask for NULL.
        public let value: Value?

        /// A comparison.
        public init(_ column: String, _ operator: Operator, _ value: Value? = nil) {
            self.column = column
            self.operator = `operator`
            self.value = value
        }
    }

    /// The comparisons.
    public let terms: [Term]

    /// The condition that all of those hold.
    public init(_ terms: [Term]) {
        self.terms = terms
    }
}
