import ThriftCompact

/// How a bloom filter hashes values (parquet.thrift union `BloomFilterHash`).
///
/// A filter with an `unrecognized` hash must be ignored.
public enum BloomFilterHash: CompactCodable, Equatable, Sendable {
    /// xxHash, 64 bits, seed 0.
    case xxhash
    /// A member that this code does not know.
    case unrecognized(fieldID: Int16)

    /// Reads the union that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        switch try reader.readUnionFieldID("BloomFilterHash") {
        case 1: self = .xxhash
        case let id: self = .unrecognized(fieldID: id)
        }
    }

    /// Writes the value as a union.
    public func write(to writer: inout CompactWriter) {
        switch self {
        case .xxhash: writer.writeUnion(fieldID: 1)
        case .unrecognized(let id): writer.writeUnion(fieldID: id)
        }
    }
}
