import ThriftCompact

/// A horizontal slice of the file (parquet.thrift `RowGroup`).
public struct RowGroup: CompactCodable, Equatable, Sendable {
    /// One chunk for each column, in the order of the schema.
    public var columns: [ColumnChunk]
    /// Bytes of all column chunks before compression.
    public var totalByteSize: Int64
    /// How many rows it has.
    public var numRows: Int64
    /// By what its rows are sorted.
    public var sortingColumns: [SortingColumn]?
    /// Where in the file its first page starts.
    public var fileOffset: Int64?
    /// Bytes of all column chunks in the file.
    public var totalCompressedSize: Int64?
    /// Its position among the row groups.
    public var ordinal: Int16?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        columns: [ColumnChunk],
        totalByteSize: Int64,
        numRows: Int64,
        sortingColumns: [SortingColumn]? = nil,
        fileOffset: Int64? = nil,
        totalCompressedSize: Int64? = nil,
        ordinal: Int16? = nil
    ) {
        self.columns = columns
        self.totalByteSize = totalByteSize
        self.numRows = numRows
        self.sortingColumns = sortingColumns
        self.fileOffset = fileOffset
        self.totalCompressedSize = totalCompressedSize
        self.ordinal = ordinal
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var columns: [ColumnChunk]?
        var totalByteSize: Int64?
        var numRows: Int64?
        var sortingColumns: [SortingColumn]?
        var fileOffset: Int64?
        var totalCompressedSize: Int64?
        var ordinal: Int16?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: columns = try reader.readStructs()
            case 2: totalByteSize = try reader.readI64()
            case 3: numRows = try reader.readI64()
            case 4: sortingColumns = try reader.readStructs()
            case 5: fileOffset = try reader.readI64()
            case 6: totalCompressedSize = try reader.readI64()
            case 7: ordinal = try reader.readI16()
            default: break
            }
        }
        self.init(
            columns: try reader.required(columns, "RowGroup.columns"),
            totalByteSize: try reader.required(totalByteSize, "RowGroup.totalByteSize"),
            numRows: try reader.required(numRows, "RowGroup.numRows"),
            sortingColumns: sortingColumns,
            fileOffset: fileOffset,
            totalCompressedSize: totalCompressedSize,
            ordinal: ordinal
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, structs: columns)
            writer.field(2, i64: totalByteSize)
            writer.field(3, i64: numRows)
            writer.field(4, structs: sortingColumns)
            writer.field(5, i64: fileOffset)
            writer.field(6, i64: totalCompressedSize)
            writer.field(7, i16: ordinal)
        }
    }
}
