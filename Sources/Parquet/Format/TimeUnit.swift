import ThriftCompact

/// The unit of a time or timestamp (parquet.thrift union `TimeUnit`).
///
/// A value that is newer than this code is kept as `unrecognized`.
public enum TimeUnit: CompactCodable, Equatable, Sendable {
    /// Milliseconds.
    case millis
    /// Microseconds.
    case micros
    /// Nanoseconds.
    case nanos
    /// A member that this code does not know.
    case unrecognized(fieldID: Int16)

    /// Reads the union that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        switch try reader.readUnionFieldID("TimeUnit") {
        case 1: self = .millis
        case 2: self = .micros
        case 3: self = .nanos
        case let id: self = .unrecognized(fieldID: id)
        }
    }

    /// Writes the value as a union.
    public func write(to writer: inout CompactWriter) {
        switch self {
        case .millis: writer.writeUnion(fieldID: 1)
        case .micros: writer.writeUnion(fieldID: 2)
        case .nanos: writer.writeUnion(fieldID: 3)
        case .unrecognized(let id): writer.writeUnion(fieldID: id)
        }
    }
}
