import ThriftCompact

/// Where the data pages of a column chunk are; half of the page index (parquet.thrift `OffsetIndex`).
public struct OffsetIndex: CompactCodable, Equatable, Sendable {
    /// The data pages in the order of the file.
    public var pageLocations: [PageLocation]
    /// Bytes of the BYTE_ARRAY values of each page without their lengths.
    public var unencodedByteArrayDataBytes: [Int64]?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(pageLocations: [PageLocation], unencodedByteArrayDataBytes: [Int64]? = nil) {
        self.pageLocations = pageLocations
        self.unencodedByteArrayDataBytes = unencodedByteArrayDataBytes
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var pageLocations: [PageLocation]?
        var unencodedByteArrayDataBytes: [Int64]?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: pageLocations = try reader.readStructs()
            case 2: unencodedByteArrayDataBytes = try reader.readI64s()
            default: break
            }
        }
        self.init(
            pageLocations: try reader.required(pageLocations, "OffsetIndex.pageLocations"),
            unencodedByteArrayDataBytes: unencodedByteArrayDataBytes
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, structs: pageLocations)
            writer.field(2, i64s: unencodedByteArrayDataBytes)
        }
    }
}
