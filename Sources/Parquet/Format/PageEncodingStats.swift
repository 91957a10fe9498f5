import ThriftCompact

/// How many pages of a type and encoding a column chunk has (parquet.thrift `PageEncodingStats`).
public struct PageEncodingStats: CompactCodable, Equatable, Sendable {
    /// The type of the pages.
    public var pageType: PageType
    /// Their encoding.
    public var encoding: Encoding
    /// How many there are.
    public var count: Int32

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(pageType: PageType, encoding: Encoding, count: Int32) {
        self.pageType = pageType
        self.encoding = encoding
        self.count = count
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var pageType: PageType?
        var encoding: Encoding?
        var count: Int32?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: pageType = try reader.readEnum()
            case 2: encoding = try reader.readEnum()
            case 3: count = try reader.readI32()
            default: break
            }
        }
        self.init(
            pageType: try reader.required(pageType, "PageEncodingStats.pageType"),
            encoding: try reader.required(encoding, "PageEncodingStats.encoding"),
            count: try reader.required(count, "PageEncodingStats.count")
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, enum: pageType)
            writer.field(2, enum: encoding)
            writer.field(3, i32: count)
        }
    }
}
