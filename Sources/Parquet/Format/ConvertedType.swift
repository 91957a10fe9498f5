/// The older annotation of a column, which `LogicalType` replaces (parquet.thrift `ConvertedType`).
public struct ConvertedType: FormatEnumeration {
    /// The number in the file.
    public var rawValue: Int32

    /// Creates a value of any number, whether the specification defines it or not.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Text.
    public static let utf8 = ConvertedType(rawValue: 0)
    /// A map.
    public static let map = ConvertedType(rawValue: 1)
    /// A key and value pair of a map.
    public static let mapKeyValue = ConvertedType(rawValue: 2)
    /// A list.
    public static let list = ConvertedType(rawValue: 3)
    /// One of a set of names.
    public static let `enum` = ConvertedType(rawValue: 4)
    /// An unscaled decimal number.
    public static let decimal = ConvertedType(rawValue: 5)
    /// Days since 1970-01-01.
    public static let date = ConvertedType(rawValue: 6)
    /// Milliseconds since midnight.
    public static let timeMillis = ConvertedType(rawValue: 7)
    /// Microseconds since midnight.
    public static let timeMicros = ConvertedType(rawValue: 8)
    /// Milliseconds since 1970-01-01.
    public static let timestampMillis = ConvertedType(rawValue: 9)
    /// Microseconds since 1970-01-01.
    public static let timestampMicros = ConvertedType(rawValue: 10)
    /// Unsigned, 8 bits.
    public static let uint8 = ConvertedType(rawValue: 11)
    /// Unsigned, 16 bits.
    public static let uint16 = ConvertedType(rawValue: 12)
    /// Unsigned, 32 bits.
    public static let uint32 = ConvertedType(rawValue: 13)
    /// Unsigned, 64 bits.
    public static let uint64 = ConvertedType(rawValue: 14)
    /// Signed, 8 bits.
    public static let int8 = ConvertedType(rawValue: 15)
    /// Signed, 16 bits.
    public static let int16 = ConvertedType(rawValue: 16)
    /// Signed, 32 bits.
    public static let int32 = ConvertedType(rawValue: 17)
    /// Signed, 64 bits.
    public static let int64 = ConvertedType(rawValue: 18)
    /// A JSON document.
    public static let json = ConvertedType(rawValue: 19)
    /// A BSON document.
    public static let bson = ConvertedType(rawValue: 20)
    /// Months, days and milliseconds.
    public static let interval = ConvertedType(rawValue: 21)

    /// The name in the specification, or the type and number.
    public var description: String {
        switch self {
        case .utf8: "UTF8"
        case .map: "MAP"
        case .mapKeyValue: "MAP_KEY_VALUE"
        case .list: "LIST"
        case .enum: "ENUM"
        case .decimal: "DECIMAL"
        case .date: "DATE"
        case .timeMillis: "TIME_MILLIS"
        case .timeMicros: "TIME_MICROS"
        case .timestampMillis: "TIMESTAMP_MILLIS"
        case .timestampMicros: "TIMESTAMP_MICROS"
        case .uint8: "UINT_8"
        case .uint16: "UINT_16"
        case .uint32: "UINT_32"
        case .uint64: "UINT_64"
        case .int8: "INT_8"
        case .int16: "INT_16"
        case .int32: "INT_32"
        case .int64: "INT_64"
        case .json: "JSON"
        case .bson: "BSON"
        case .interval: "INTERVAL"
        default: "ConvertedType(\(rawValue))"
        }
    }
}
