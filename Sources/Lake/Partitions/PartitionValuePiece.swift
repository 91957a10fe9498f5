/// A piece of a partition value: text, a part of the row's time, or a field of the row.
public enum PartitionValuePiece: Sendable, Hashable {
    /// Text as it stands.
    case literal(String)
    /// `%Y`, four digits.
    case year
    /// `%m`, two digits.
    case month
    /// `%d`, two digits.
    case day
    /// `%H`, two digits.
    case hour
    /// `{field-name}`.
    case field(String)

    /// Seconds within which the piece does not change, or `nil` where it does not depend on the time.
    var granularity: Int? {
        switch self {
        case .hour: 3600
        case .year, .month, .day: 86_400
        case .literal, .field: nil
        }
    }
}
