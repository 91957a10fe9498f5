import ThriftCompact

/// The header of a data page of version 2 (parquet.thrift `DataPageHeaderV2`).
public struct DataPageHeaderV2: CompactCodable, Equatable, Sendable {
    /// How many values the page has, nulls included.
    public var numValues: Int32
    /// How many of them are null.
    public var numNulls: Int32
    /// How many rows the page has.
    public var numRows: Int32
    /// How the values are encoded; levels always use `rle`.
    public var encoding: Encoding
    /// Bytes of the definition levels, which are never compressed.
    public var definitionLevelsByteLength: Int32
    /// Bytes of the repetition levels, which come first.
    public var repetitionLevelsByteLength: Int32
    /// Whether the values are compressed.
    public var isCompressed: Bool
    /// Bounds and counts of the page.
    public var statistics: Statistics?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        numValues: Int32,
        numNulls: Int32,
        numRows: Int32,
        encoding: Encoding,
        definitionLevelsByteLength: Int32,
        repetitionLevelsByteLength: Int32,
        isCompressed: Bool = true,
        statistics: Statistics? = nil
    ) {
        self.numValues = numValues
        self.numNulls = numNulls
        self.numRows = numRows
        self.encoding = encoding
        self.definitionLevelsByteLength = definitionLevelsByteLength
        self.repetitionLevelsByteLength = repetitionLevelsByteLength
        self.isCompressed = isCompressed
        self.statistics = statistics
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var numValues: Int32?
        var numNulls: Int32?
        var numRows: Int32?
        var encoding: Encoding?
        var definitionLevelsByteLength: Int32?
        var repetitionLevelsByteLength: Int32?
        var isCompressed: Bool?
        var statistics: Statistics?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: numValues = try reader.readI32()
            case 2: numNulls = try reader.readI32()
            case 3: numRows = try reader.readI32()
            case 4: encoding = try reader.readEnum()
            case 5: definitionLevelsByteLength = try reader.readI32()
            case 6: repetitionLevelsByteLength = try reader.readI32()
            case 7: isCompressed = try reader.readBool()
            case 8: statistics = try Statistics(from: &reader)
            default: break
            }
        }
        self.init(
            numValues: try reader.required(numValues, "DataPageHeaderV2.numValues"),
            numNulls: try reader.required(numNulls, "DataPageHeaderV2.numNulls"),
            numRows: try reader.required(numRows, "DataPageHeaderV2.numRows"),
            encoding: try reader.required(encoding, "DataPageHeaderV2.encoding"),
            definitionLevelsByteLength: try reader.required(
                definitionLevelsByteLength,
                "DataPageHeaderV2.definitionLevelsByteLength"
            ),
            repetitionLevelsByteLength: try reader.required(
                repetitionLevelsByteLength,
                "DataPageHeaderV2.repetitionLevelsByteLength"
            ),
            isCompressed: isCompressed ?? true,
            statistics: statistics
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, i32: numValues)
            writer.field(2, i32: numNulls)
            writer.field(3, i32: numRows)
            writer.field(4, enum: encoding)
            writer.field(5, i32: definitionLevelsByteLength)
            writer.field(6, i32: repetitionLevelsByteLength)
            writer.field(7, bool: isCompressed)
            writer.field(8, struct: statistics)
        }
    }
}
