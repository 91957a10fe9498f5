/// How many lines may be rejected before a work unit counts as failed.
public enum RejectLimit: Sendable, Equatable, CustomStringConvertible {
    /// That many lines.
    case count(Int)
    /// That share of the lines, in percent.
    case percentage(Double)

    /// Reads `100` or `0.5%`.
    public init?(_ text: String) {
        if text.hasSuffix("%"), let share = Double(text.dropLast()), share >= 0, share <= 100 {
            self = .percentage(share)
        } else if let count = Int(text), count >= 0 {
            self = .count(count)
        } else {
            return nil
        }
    }

    /// Whether that many rejected lines are too many.
    public func isExceeded(rejected: Int, total: Int) -> Bool {
        switch self {
        case .count(let limit): rejected > limit
        case .percentage(let limit): Double(rejected) * 100 > limit * Double(total)
        }
    }

    /// The limit as the user writes it.
    public var description: String {
        switch self {
        case .count(let limit): "\(limit)"
        case .percentage(let limit): limit == limit.rounded() ? "\(Int(limit))%" : "\(limit)%"
        }
    }
}
