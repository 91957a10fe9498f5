import Parquet

/// Evaluates a comparison on the value of a partition folder.
enum PartitionTerm {
    /// Whether the comparison holds for all rows below the folder.
    ///
    /// Compared with a number, a folder's value that is a number counts as one: `month = 5` finds `month=05`.
    static func holds(_ term: Predicate.Term, _ value: String?) -> Bool {
        guard let value else { return term.operator == .isNull }
        switch term.value {
        case nil: return term.operator == .isNotNull
        case .text(let text): return term.operator.holds(compare(Array(value.utf8), Array(text.utf8)))
        case .integer(let number):
            guard let own = Int64(value) else { return term.operator == .notEqual }
            return term.operator.holds(own < number ? -1 : own == number ? 0 : 1)
        case .number(let number):
            guard let own = Double(value) else { return term.operator == .notEqual }
            return term.operator.holds(own < number ? -1 : own == number ? 0 : 1)
        case .boolean(let flag):
            return term.operator.holds(compare(Array(value.utf8), Array((flag ? "true" : "false").utf8)))
        }
    }

    private static func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
        left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    }
}
