/// Whether the bounds of a `ColumnIndex` are sorted (parquet.thrift `BoundaryOrder`).
public struct BoundaryOrder: FormatEnumeration {
    /// The number in the file.
    public var rawValue: Int32

    /// Creates a value of any number, whether the specification defines it or not.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Not sorted.
    public static let unordered = BoundaryOrder(rawValue: 0)
    /// Both lists never fall.
    public static let ascending = BoundaryOrder(rawValue: 1)
    /// Both lists never rise.
    public static let descending = BoundaryOrder(rawValue: 2)

    /// The name in the specification, or the type and number.
    public var description: String {
        switch self {
        case .unordered: "UNORDERED"
        case .ascending: "ASCENDING"
        case .descending: "DESCENDING"
        default: "BoundaryOrder(\(rawValue))"
        }
    }
}
