import ThriftCompact

/// The footer of the file (parquet.thrift `FileMetaData`).
///
/// Fields 8 and 9 belong to encryption and are skipped.
public struct FileMetaData: CompactCodable, Equatable, Sendable {
    /// 1 or 2, without an agreed meaning; readers take both.
    public var version: Int32
    /// The nodes of the schema tree, depth first, the root first.
    public var schema: [SchemaElement]
    /// How many rows the file has.
    public var numRows: Int64
    /// The row groups.
    public var rowGroups: [RowGroup]
    /// Notes.
    public var keyValueMetadata: [KeyValue]?
    /// The program that wrote the file, as `<name> version <version> (build <hash>)`.
    public var createdBy: String?
    /// What the bounds in `Statistics` and `ColumnIndex` are ordered by, for each column.
    public var columnOrders: [ColumnOrder]?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        version: Int32,
        schema: [SchemaElement],
        numRows: Int64,
        rowGroups: [RowGroup],
        keyValueMetadata: [KeyValue]? = nil,
        createdBy: String? = nil,
        columnOrders: [ColumnOrder]? = nil
    ) {
        self.version = version
        self.schema = schema
        self.numRows = numRows
        self.rowGroups = rowGroups
        self.keyValueMetadata = keyValueMetadata
        self.createdBy = createdBy
        self.columnOrders = columnOrders
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var version: Int32?
        var schema: [SchemaElement]?
        var numRows: Int64?
        var rowGroups: [RowGroup]?
        var keyValueMetadata: [KeyValue]?
        var createdBy: String?
        var columnOrders: [ColumnOrder]?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: version = try reader.readI32()
            case 2: schema = try reader.readStructs()
            case 3: numRows = try reader.readI64()
            case 4: rowGroups = try reader.readStructs()
            case 5: keyValueMetadata = try reader.readStructs()
            case 6: createdBy = try reader.readString()
            case 7: columnOrders = try reader.readStructs()
            default: break
            }
        }
        self.init(
            version: try reader.required(version, "FileMetaData.version"),
            schema: try reader.required(schema, "FileMetaData.schema"),
            numRows: try reader.required(numRows, "FileMetaData.numRows"),
            rowGroups: try reader.required(rowGroups, "FileMetaData.rowGroups"),
            keyValueMetadata: keyValueMetadata,
            createdBy: createdBy,
            columnOrders: columnOrders
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, i32: version)
            writer.field(2, structs: schema)
            writer.field(3, i64: numRows)
            writer.field(4, structs: rowGroups)
            writer.field(5, structs: keyValueMetadata)
            writer.field(6, string: createdBy)
            writer.field(7, structs: columnOrders)
        }
    }
}
