/// How often a column has a value in a row (parquet.thrift `FieldRepetitionType`).
public struct FieldRepetitionType: FormatEnumeration {
    /// The number in the file.
    public var rawValue: Int32

    /// Creates a value of any number, whether the specification defines it or not.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Exactly once.
    public static let required = FieldRepetitionType(rawValue: 0)
    /// Once or not at all.
    public static let optional = FieldRepetitionType(rawValue: 1)
    /// Any number of times.
    public static let repeated = FieldRepetitionType(rawValue: 2)

    /// The name in the specification, or the type and number.
    public var description: String {
        switch self {
        case .required: "REQUIRED"
        case .optional: "OPTIONAL"
        case .repeated: "REPEATED"
        default: "FieldRepetitionType(\(rawValue))"
        }
    }
}
