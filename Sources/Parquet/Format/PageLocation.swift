import ThriftCompact

/// Where a data page is (parquet.thrift `PageLocation`).
public struct PageLocation: CompactCodable, Equatable, Sendable {
    /// Where in the file the page's header starts.
    public var offset: Int64
    /// Bytes of the page in the file, its header included.
    public var compressedPageSize: Int32
    /// The number of its first row within the row group.
    public var firstRowIndex: Int64

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(offset: Int64, compressedPageSize: Int32, firstRowIndex: Int64) {
        self.offset = offset
        self.compressedPageSize = compressedPageSize
        self.firstRowIndex = firstRowIndex
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var offset: Int64?
        var compressedPageSize: Int32?
        var firstRowIndex: Int64?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: offset = try reader.readI64()
            case 2: compressedPageSize = try reader.readI32()
            case 3: firstRowIndex = try reader.readI64()
            default: break
            }
        }
        self.init(
            offset: try reader.required(offset, "PageLocation.offset"),
            compressedPageSize: try reader.required(compressedPageSize, "PageLocation.compressedPageSize"),
            firstRowIndex: try reader.required(firstRowIndex, "PageLocation.firstRowIndex")
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, i64: offset)
            writer.field(2, i32: compressedPageSize)
            writer.field(3, i64: firstRowIndex)
        }
    }
}
