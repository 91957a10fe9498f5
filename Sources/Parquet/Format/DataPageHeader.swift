import ThriftCompact

/// The header of a data page of version 1 (parquet.thrift `DataPageHeader`).
public struct DataPageHeader: CompactCodable, Equatable, Sendable {
    /// How many values the page has, nulls included.
    public var numValues: Int32
    /// How the values are encoded.
    public var encoding: Encoding
    /// How the definition levels are encoded.
    public var definitionLevelEncoding: Encoding
    /// How the repetition levels are encoded.
    public var repetitionLevelEncoding: Encoding
    /// Bounds and counts of the page.
    public var statistics: Statistics?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        numValues: Int32,
        encoding: Encoding,
        definitionLevelEncoding: Encoding,
        repetitionLevelEncoding: Encoding,
        statistics: Statistics? = nil
    ) {
        self.numValues = numValues
        self.encoding = encoding
        self.definitionLevelEncoding = definitionLevelEncoding
        self.repetitionLevelEncoding = repetitionLevelEncoding
        self.statistics = statistics
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var numValues: Int32?
        var encoding: Encoding?
        var definitionLevelEncoding: Encoding?
        var repetitionLevelEncoding: Encoding?
        var statistics: Statistics?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: numValues = try reader.readI32()
            case 2: encoding = try reader.readEnum()
            case 3: definitionLevelEncoding = try reader.readEnum()
            case 4: repetitionLevelEncoding = try reader.readEnum()
            case 5: statistics = try Statistics(from: &reader)
            default: break
            }
        }
        self.init(
            numValues: try reader.required(numValues, "DataPageHeader.numValues"),
            encoding: try reader.required(encoding, "DataPageHeader.encoding"),
            definitionLevelEncoding: try reader.required(
                definitionLevelEncoding,
                "DataPageHeader.definitionLevelEncoding"
            ),
            repetitionLevelEncoding: try reader.required(
                repetitionLevelEncoding,
                "DataPageHeader.repetitionLevelEncoding"
            ),
            statistics: statistics
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, i32: numValues)
            writer.field(2, enum: encoding)
            writer.field(3, enum: definitionLevelEncoding)
            writer.field(4, enum: repetitionLevelEncoding)
            writer.field(5, struct: statistics)
        }
    }
}
