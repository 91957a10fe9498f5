import ThriftCompact

/// What the bounds of a column are ordered by (parquet.thrift union `ColumnOrder`).
///
/// Bounds in an order that is `unrecognized` must be ignored.
public enum ColumnOrder: CompactCodable, Equatable, Sendable {
    /// The order of the logical type, or of the physical type where there is none.
    case typeOrder
    /// A member that this code does not know.
    case unrecognized(fieldID: Int16)

    /// Reads the union that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        switch try reader.readUnionFieldID("ColumnOrder") {
        case 1: self = .typeOrder
        case let id: self = .unrecognized(fieldID: id)
        }
    }

    /// Writes the value as a union.
    public func write(to writer: inout CompactWriter) {
        switch self {
        case .typeOrder: writer.writeUnion(fieldID: 1)
        case .unrecognized(let id): writer.writeUnion(fieldID: id)
        }
    }
}
