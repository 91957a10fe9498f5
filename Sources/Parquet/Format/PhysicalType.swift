/// How the values of a column are stored (parquet.thrift `Type`).
///
/// Swift keeps the name `Type` for metatypes, hence the name from the specification's prose.
public struct PhysicalType: FormatEnumeration {
    /// The number in the file.
    public var rawValue: Int32

    /// Creates a value of any number, whether the specification defines it or not.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// One bit.
    public static let boolean = PhysicalType(rawValue: 0)
    /// Four bytes, little-endian.
    public static let int32 = PhysicalType(rawValue: 1)
    /// Eight bytes, little-endian.
    public static let int64 = PhysicalType(rawValue: 2)
    /// Twelve bytes; deprecated, once used for timestamps.
    public static let int96 = PhysicalType(rawValue: 3)
    /// IEEE single precision.
    public static let float = PhysicalType(rawValue: 4)
    /// IEEE double precision.
    public static let double = PhysicalType(rawValue: 5)
    /// Bytes of any length.
    public static let byteArray = PhysicalType(rawValue: 6)
    /// Bytes of the length that the schema gives.
    public static let fixedLenByteArray = PhysicalType(rawValue: 7)

    /// The name in the specification, or the type and number.
    public var description: String {
        switch self {
        case .boolean: "BOOLEAN"
        case .int32: "INT32"
        case .int64: "INT64"
        case .int96: "INT96"
        case .float: "FLOAT"
        case .double: "DOUBLE"
        case .byteArray: "BYTE_ARRAY"
        case .fixedLenByteArray: "FIXED_LEN_BYTE_ARRAY"
        default: "PhysicalType(\(rawValue))"
        }
    }
}
