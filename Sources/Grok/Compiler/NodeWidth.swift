/// How many scalars a tree takes, at least and at most; without a most where there is no bound.
struct NodeWidth: Equatable {
    var minimum: Int
    var maximum: Int?

    static let zero = NodeWidth(minimum: 0, maximum: 0)

    static func + (left: NodeWidth, right: NodeWidth) -> NodeWidth {
        var maximum: Int?
        if let one = left.maximum, let other = right.maximum {
            let (sum, overflows) = one.addingReportingOverflow(other)
            maximum = overflows ? nil : sum
        }
        let (minimum, overflows) = left.minimum.addingReportingOverflow(right.minimum)
        return NodeWidth(minimum: overflows ? .max : minimum, maximum: maximum)
    }

    static func | (left: NodeWidth, right: NodeWidth) -> NodeWidth {
        var maximum: Int?
        if let one = left.maximum, let other = right.maximum { maximum = max(one, other) }
        return NodeWidth(minimum: min(left.minimum, right.minimum), maximum: maximum)
    }

    /// The width of that many in a row.
    func repeated(_ least: Int, _ most: Int?) -> NodeWidth {
        let (low, overflows) = minimum.multipliedReportingOverflow(by: least)
        var high: Int?
        if maximum == 0 {
            high = 0
        } else if let maximum, let most {
            let (product, overflows) = maximum.multipliedReportingOverflow(by: most)
            high = overflows ? nil : product
        }
        return NodeWidth(minimum: overflows ? .max : low, maximum: high)
    }
}
