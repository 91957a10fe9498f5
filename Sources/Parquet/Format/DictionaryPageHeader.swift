import ThriftCompact

/// The header of a dictionary page (parquet.thrift `DictionaryPageHeader`).
public struct DictionaryPageHeader: CompactCodable, Equatable, Sendable {
    /// How many values the dictionary has.
    public var numValues: Int32
    /// How they are encoded: `plain`, in older files `plainDictionary`.
    public var encoding: Encoding
    /// Whether the values ascend.
    public var isSorted: Bool?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(numValues: Int32, encoding: Encoding, isSorted: Bool? = nil) {
        self.numValues = numValues
        self.encoding = encoding
        self.isSorted = isSorted
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var numValues: Int32?
        var encoding: Encoding?
        var isSorted: Bool?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: numValues = try reader.readI32()
            case 2: encoding = try reader.readEnum()
            case 3: isSorted = try reader.readBool()
            default: break
            }
        }
        self.init(
            numValues: try reader.required(numValues, "DictionaryPageHeader.numValues"),
            encoding: try reader.required(encoding, "DictionaryPageHeader.encoding"),
            isSorted: isSorted
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, i32: numValues)
            writer.field(2, enum: encoding)
            writer.field(3, bool: isSorted)
        }
    }
}
