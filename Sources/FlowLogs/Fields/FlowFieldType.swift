import Columnar

/// The type of a flow log field, as AWS's own Parquet delivery stores it.
public enum FlowFieldType: String, Sendable, Hashable {
    /// INT_32.
    case int32
    /// INT_64.
    case int64
    /// STRING.
    case string

    /// How a column of this type is held and stored.
    public var columnType: ColumnType {
        switch self {
        case .int32: .int32
        case .int64: .int64
        case .string: .string
        }
    }
}
