import ThriftCompact

/// How the bits of a bloom filter are compressed (parquet.thrift union `BloomFilterCompression`).
///
/// A filter with an `unrecognized` compression must be ignored.
public enum BloomFilterCompression: CompactCodable, Equatable, Sendable {
    /// Not at all.
    case uncompressed
    /// A member that this code does not know.
    case unrecognized(fieldID: Int16)

    /// Reads the union that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        switch try reader.readUnionFieldID("BloomFilterCompression") {
        case 1: self = .uncompressed
        case let id: self = .unrecognized(fieldID: id)
        }
    }

    /// Writes the value as a union.
    public func write(to writer: inout CompactWriter) {
        switch self {
        case .uncompressed: writer.writeUnion(fieldID: 1)
        case .unrecognized(let id): writer.writeUnion(fieldID: id)
        }
    }
}
