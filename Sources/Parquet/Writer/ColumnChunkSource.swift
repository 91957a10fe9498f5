import Columnar

/// The rows of a column chunk, ready to be encoded: nobody writes to them any more.
public enum ColumnChunkSource: Sendable {
    /// Numbers and truth values.
    case values(ColumnVector)
    /// Text.
    case strings(StringColumn)

    /// Takes over a column; text is cut loose from its dictionary.
    public init(taking vector: ColumnVector) {
        self = vector.type == .string ? .strings(StringColumn(taking: vector)) : .values(vector)
    }

    /// Rows.
    public var count: Int {
        switch self {
        case .values(let vector): vector.count
        case .strings(let column): column.count
        }
    }

    /// NULL rows.
    public var nullCount: Int {
        switch self {
        case .values(let vector): vector.nullCount
        case .strings(let column): column.nullCount
        }
    }
}
