import ThriftCompact

/// How a bloom filter sets its bits (parquet.thrift union `BloomFilterAlgorithm`).
///
/// A filter with an `unrecognized` algorithm must be ignored.
public enum BloomFilterAlgorithm: CompactCodable, Equatable, Sendable {
    /// Split block bloom filter (SBBF).
    case block
    /// A member that this code does not know.
    case unrecognized(fieldID: Int16)

    /// Reads the union that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        switch try reader.readUnionFieldID("BloomFilterAlgorithm") {
        case 1: self = .block
        case let id: self = .unrecognized(fieldID: id)
        }
    }

    /// Writes the value as a union.
    public func write(to writer: inout CompactWriter) {
        switch self {
        case .block: writer.writeUnion(fieldID: 1)
        case .unrecognized(let id): writer.writeUnion(fieldID: id)
        }
    }
}
