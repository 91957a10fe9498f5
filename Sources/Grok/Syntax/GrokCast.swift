/// The types that `%{PATTERN:field:type}` may name; a field without one is text.
public enum GrokCast: String, Sendable, Hashable, CaseIterable {
    /// 8-bit signed integers.
    case byte
    /// True or false.
    case boolean
    /// 64-bit floating point.
    case double
    /// 16-bit signed integers.
    case short
    /// 32-bit signed integers.
    case int
    /// 64-bit signed integers.
    case long
    /// 32-bit floating point.
    case float

    /// The type of the column in the Glue Data Catalog.
    public var hiveType: String {
        switch self {
        case .byte: "tinyint"
        case .short: "smallint"
        case .long: "bigint"
        case .boolean, .double, .int, .float: rawValue
        }
    }

    /// The bits of an integer cast, or `nil` for the others.
    public var integerBits: Int? {
        switch self {
        case .byte: 8
        case .short: 16
        case .int: 32
        case .long: 64
        case .boolean, .double, .float: nil
        }
    }

    /// All types in a message.
    static let list = "byte, boolean, double, short, int, long or float"
}
