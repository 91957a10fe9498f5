import ThriftCompact

/// One column of a row group and where its parts are (parquet.thrift `ColumnChunk`).
///
/// Fields 8 and 9 belong to encryption and are skipped.
public struct ColumnChunk: CompactCodable, Equatable, Sendable {
    /// The file with the data; nil for this file.
    public var filePath: String?
    /// Deprecated; writers leave it 0.
    public var fileOffset: Int64
    /// The description of the pages; every writer sets it, though the specification calls it optional.
    public var metaData: ColumnMetaData?
    /// Where in the file the `OffsetIndex` starts.
    public var offsetIndexOffset: Int64?
    /// The size of that index in bytes.
    public var offsetIndexLength: Int32?
    /// Where in the file the `ColumnIndex` starts.
    public var columnIndexOffset: Int64?
    /// The size of that index in bytes.
    public var columnIndexLength: Int32?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        filePath: String? = nil,
        fileOffset: Int64 = 0,
        metaData: ColumnMetaData? = nil,
        offsetIndexOffset: Int64? = nil,
        offsetIndexLength: Int32? = nil,
        columnIndexOffset: Int64? = nil,
        columnIndexLength: Int32? = nil
    ) {
        self.filePath = filePath
        self.fileOffset = fileOffset
        self.metaData = metaData
        self.offsetIndexOffset = offsetIndexOffset
        self.offsetIndexLength = offsetIndexLength
        self.columnIndexOffset = columnIndexOffset
        self.columnIndexLength = columnIndexLength
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var filePath: String?
        var fileOffset: Int64?
        var metaData: ColumnMetaData?
        var offsetIndexOffset: Int64?
        var offsetIndexLength: Int32?
        var columnIndexOffset: Int64?
        var columnIndexLength: Int32?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: filePath = try reader.readString()
            case 2: fileOffset = try reader.readI64()
            case 3: metaData = try ColumnMetaData(from: &reader)
            case 4: offsetIndexOffset = try reader.readI64()
            case 5: offsetIndexLength = try reader.readI32()
            case 6: columnIndexOffset = try reader.readI64()
            case 7: columnIndexLength = try reader.readI32()
            default: break
            }
        }
        self.init(
            filePath: filePath,
            fileOffset: try reader.required(fileOffset, "ColumnChunk.fileOffset"),
            metaData: metaData,
            offsetIndexOffset: offsetIndexOffset,
            offsetIndexLength: offsetIndexLength,
            columnIndexOffset: columnIndexOffset,
            columnIndexLength: columnIndexLength
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, string: filePath)
            writer.field(2, i64: fileOffset)
            writer.field(3, struct: metaData)
            writer.field(4, i64: offsetIndexOffset)
            writer.field(5, i32: offsetIndexLength)
            writer.field(6, i64: columnIndexOffset)
            writer.field(7, i32: columnIndexLength)
        }
    }
}
