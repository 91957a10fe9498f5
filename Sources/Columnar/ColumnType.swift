/// How the values of a column are held in memory and stored in a file.
public enum ColumnType: String, Sendable, Hashable, CaseIterable {
    /// 32-bit signed integers.
    case int32
    /// 64-bit signed integers.
    case int64
    /// UTF-8 text.
    case string
    /// Milliseconds since 1970-01-01T00:00:00Z, held as 64-bit signed integers.
    case timestampMillis
    /// True or false, one byte a value.
    case boolean
    /// IEEE 754 double precision.
    case double

    /// Bytes that one value takes in a ``ColumnVector``; text takes the 4 bytes of its dictionary id.
    public var width: Int {
        switch self {
        case .boolean: 1
        case .int32, .string: 4
        case .int64, .timestampMillis, .double: 8
        }
    }
}
