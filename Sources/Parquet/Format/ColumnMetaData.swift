import ThriftCompact

/// What a reader must know of a column chunk (parquet.thrift `ColumnMetaData`).
public struct ColumnMetaData: CompactCodable, Equatable, Sendable {
    /// How values are stored.
    public var type: PhysicalType
    /// All encodings that occur in it, those of levels included.
    public var encodings: [Encoding]
    /// The names from the root (without it) to the column.
    public var pathInSchema: [String]
    /// How its pages are compressed.
    public var codec: CompressionCodec
    /// How many values it has, nulls included.
    public var numValues: Int64
    /// Bytes of all pages before compression, page headers included.
    public var totalUncompressedSize: Int64
    /// Bytes of all pages in the file, page headers included.
    public var totalCompressedSize: Int64
    /// Notes.
    public var keyValueMetadata: [KeyValue]?
    /// Where in the file the first data page starts.
    public var dataPageOffset: Int64
    /// Where in the file the root index page starts.
    public var indexPageOffset: Int64?
    /// Where in the file the dictionary page starts.
    public var dictionaryPageOffset: Int64?
    /// Bounds and counts.
    public var statistics: Statistics?
    /// How many pages there are of each type and encoding.
    public var encodingStats: [PageEncodingStats]?
    /// Where in the file the bloom filter's header starts.
    public var bloomFilterOffset: Int64?
    /// Bytes of the bloom filter, its header included.
    public var bloomFilterLength: Int32?
    /// How much space the values take.
    public var sizeStatistics: SizeStatistics?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        type: PhysicalType,
        encodings: [Encoding],
        pathInSchema: [String],
        codec: CompressionCodec,
        numValues: Int64,
        totalUncompressedSize: Int64,
        totalCompressedSize: Int64,
        keyValueMetadata: [KeyValue]? = nil,
        dataPageOffset: Int64,
        indexPageOffset: Int64? = nil,
        dictionaryPageOffset: Int64? = nil,
        statistics: Statistics? = nil,
        encodingStats: [PageEncodingStats]? = nil,
        bloomFilterOffset: Int64? = nil,
        bloomFilterLength: Int32? = nil,
        sizeStatistics: SizeStatistics? = nil
    ) {
        self.type = type
        self.encodings = encodings
        self.pathInSchema = pathInSchema
        self.codec = codec
        self.numValues = numValues
        self.totalUncompressedSize = totalUncompressedSize
        self.totalCompressedSize = totalCompressedSize
        self.keyValueMetadata = keyValueMetadata
        self.dataPageOffset = dataPageOffset
        self.indexPageOffset = indexPageOffset
        self.dictionaryPageOffset = dictionaryPageOffset
        self.statistics = statistics
        self.encodingStats = encodingStats
        self.bloomFilterOffset = bloomFilterOffset
        self.bloomFilterLength = bloomFilterLength
        self.sizeStatistics = sizeStatistics
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var type: PhysicalType?
        var encodings: [Encoding]?
        var pathInSchema: [String]?
        var codec: CompressionCodec?
        var numValues: Int64?
        var totalUncompressedSize: Int64?
        var totalCompressedSize: Int64?
        var keyValueMetadata: [KeyValue]?
        var dataPageOffset: Int64?
        var indexPageOffset: Int64?
        var dictionaryPageOffset: Int64?
        var statistics: Statistics?
        var encodingStats: [PageEncodingStats]?
        var bloomFilterOffset: Int64?
        var bloomFilterLength: Int32?
        var sizeStatistics: SizeStatistics?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: type = try reader.readEnum()
            case 2: encodings = try reader.readEnums()
            case 3: pathInSchema = try reader.readStrings()
            case 4: codec = try reader.readEnum()
            case 5: numValues = try reader.readI64()
            case 6: totalUncompressedSize = try reader.readI64()
            case 7: totalCompressedSize = try reader.readI64()
            case 8: keyValueMetadata = try reader.readStructs()
            case 9: dataPageOffset = try reader.readI64()
            case 10: indexPageOffset = try reader.readI64()
            case 11: dictionaryPageOffset = try reader.readI64()
            case 12: statistics = try Statistics(from: &reader)
            case 13: encodingStats = try reader.readStructs()
            case 14: bloomFilterOffset = try reader.readI64()
            case 15: bloomFilterLength = try reader.readI32()
            case 16: sizeStatistics = try SizeStatistics(from: &reader)
            default: break
            }
        }
        self.init(
            type: try reader.required(type, "ColumnMetaData.type"),
            encodings: try reader.required(encodings, "ColumnMetaData.encodings"),
            pathInSchema: try reader.required(pathInSchema, "ColumnMetaData.pathInSchema"),
            codec: try reader.required(codec, "ColumnMetaData.codec"),
            numValues: try reader.required(numValues, "ColumnMetaData.numValues"),
            totalUncompressedSize: try reader.required(totalUncompressedSize, "ColumnMetaData.totalUncompressedSize"),
            totalCompressedSize: try reader.required(totalCompressedSize, "ColumnMetaData.totalCompressedSize"),
            keyValueMetadata: keyValueMetadata,
            dataPageOffset: try reader.required(dataPageOffset, "ColumnMetaData.dataPageOffset"),
            indexPageOffset: indexPageOffset,
            dictionaryPageOffset: dictionaryPageOffset,
            statistics: statistics,
            encodingStats: encodingStats,
            bloomFilterOffset: bloomFilterOffset,
            bloomFilterLength: bloomFilterLength,
            sizeStatistics: sizeStatistics
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, enum: type)
            writer.field(2, enums: encodings)
            writer.field(3, strings: pathInSchema)
            writer.field(4, enum: codec)
            writer.field(5, i64: numValues)
            writer.field(6, i64: totalUncompressedSize)
            writer.field(7, i64: totalCompressedSize)
            writer.field(8, structs: keyValueMetadata)
            writer.field(9, i64: dataPageOffset)
            writer.field(10, i64: indexPageOffset)
            writer.field(11, i64: dictionaryPageOffset)
            writer.field(12, struct: statistics)
            writer.field(13, structs: encodingStats)
            writer.field(14, i64: bloomFilterOffset)
            writer.field(15, i32: bloomFilterLength)
            writer.field(16, struct: sizeStatistics)
        }
    }
}
