import ThriftCompact

/// How much space the values take, for readers that plan their memory (parquet.thrift `SizeStatistics`).
public struct SizeStatistics: CompactCodable, Equatable, Sendable {
    /// Bytes of all BYTE_ARRAY values without their lengths; nil for other types.
    public var unencodedByteArrayDataBytes: Int64?
    /// How often each repetition level occurs; nil where the maximum level is 0.
    public var repetitionLevelHistogram: [Int64]?
    /// How often each definition level occurs; may be nil where the maximum level is 0 or 1.
    public var definitionLevelHistogram: [Int64]?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        unencodedByteArrayDataBytes: Int64? = nil,
        repetitionLevelHistogram: [Int64]? = nil,
        definitionLevelHistogram: [Int64]? = nil
    ) {
        self.unencodedByteArrayDataBytes = unencodedByteArrayDataBytes
        self.repetitionLevelHistogram = repetitionLevelHistogram
        self.definitionLevelHistogram = definitionLevelHistogram
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var unencodedByteArrayDataBytes: Int64?
        var repetitionLevelHistogram: [Int64]?
        var definitionLevelHistogram: [Int64]?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: unencodedByteArrayDataBytes = try reader.readI64()
            case 2: repetitionLevelHistogram = try reader.readI64s()
            case 3: definitionLevelHistogram = try reader.readI64s()
            default: break
            }
        }
        self.init(
            unencodedByteArrayDataBytes: unencodedByteArrayDataBytes,
            repetitionLevelHistogram: repetitionLevelHistogram,
            definitionLevelHistogram: definitionLevelHistogram
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, i64: unencodedByteArrayDataBytes)
            writer.field(2, i64s: repetitionLevelHistogram)
            writer.field(3, i64s: definitionLevelHistogram)
        }
    }
}
