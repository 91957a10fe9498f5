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

    /// Whether both are one and the same text column.
    public func isSameText(as other: ColumnChunkSource) -> Bool {
        guard case .strings(let column) = self, case .strings(let otherColumn) = other else { return false }
        return column === otherColumn
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

    /// The number of the first NULL row, or `nil` where there is none.
    var firstNull: Int? {
        guard nullCount > 0 else { return nil }
        switch self {
        case .values(let vector): return (0..<vector.count).first { !vector.isValid($0) }
        case .strings(let column): return column.withIDs { $0.firstIndex(of: 0) }
        }
    }

    /// The same column with the listed rows, in the order of the list.
    public func taking(rows: [UInt32]) -> ColumnChunkSource {
        rows.withUnsafeBufferPointer { taking(rows: $0) }
    }

    /// The same, of rows in somebody else's memory.
    func taking(rows: UnsafeBufferPointer<UInt32>) -> ColumnChunkSource {
        switch self {
        case .strings(let column): return .strings(column.taking(rows: rows))
        case .values(let vector):
            let taken = ColumnVector(type: vector.type, capacity: rows.count)
            taken.append(rows: rows, of: vector)
            return .values(taken)
        }
    }
}
