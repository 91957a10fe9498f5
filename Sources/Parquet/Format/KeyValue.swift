import ThriftCompact

/// A named note in the footer (parquet.thrift `KeyValue`).
public struct KeyValue: CompactCodable, Equatable, Sendable {
    /// The name.
    public var key: String
    /// The text.
    public var value: String?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(key: String, value: String? = nil) {
        self.key = key
        self.value = value
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var key: String?
        var value: String?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: key = try reader.readString()
            case 2: value = try reader.readString()
            default: break
            }
        }
        self.init(key: try reader.required(key, "KeyValue.key"), value: value)
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, string: key)
            writer.field(2, string: value)
        }
    }
}
