import ThriftCompact

/// One column by which the rows of a row group are sorted (parquet.thrift `SortingColumn`).
public struct SortingColumn: CompactCodable, Equatable, Sendable {
    /// The position of the column in the row group.
    public var columnIdx: Int32
    /// Whether values fall instead of rise.
    public var descending: Bool
    /// Whether nulls come before all values.
    public var nullsFirst: Bool

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(columnIdx: Int32, descending: Bool, nullsFirst: Bool) {
        self.columnIdx = columnIdx
        self.descending = descending
        self.nullsFirst = nullsFirst
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var columnIdx: Int32?
        var descending: Bool?
        var nullsFirst: Bool?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: columnIdx = try reader.readI32()
            case 2: descending = try reader.readBool()
            case 3: nullsFirst = try reader.readBool()
            default: break
            }
        }
        self.init(
            columnIdx: try reader.required(columnIdx, "SortingColumn.columnIdx"),
            descending: try reader.required(descending, "SortingColumn.descending"),
            nullsFirst: try reader.required(nullsFirst, "SortingColumn.nullsFirst")
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, i32: columnIdx)
            writer.field(2, bool: descending)
            writer.field(3, bool: nullsFirst)
        }
    }
}
