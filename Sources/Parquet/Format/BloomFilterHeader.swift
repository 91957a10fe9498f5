import ThriftCompact

/// What stands before the bits of a bloom filter (parquet.thrift `BloomFilterHeader`).
public struct BloomFilterHeader: CompactCodable, Equatable, Sendable {
    /// Bytes of the filter, without this header.
    public var numBytes: Int32
    /// How bits are set.
    public var algorithm: BloomFilterAlgorithm
    /// How values are hashed.
    public var hash: BloomFilterHash
    /// How the bits are compressed.
    public var compression: BloomFilterCompression

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        numBytes: Int32,
        algorithm: BloomFilterAlgorithm,
        hash: BloomFilterHash,
        compression: BloomFilterCompression
    ) {
        self.numBytes = numBytes
        self.algorithm = algorithm
        self.hash = hash
        self.compression = compression
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var numBytes: Int32?
        var algorithm: BloomFilterAlgorithm?
        var hash: BloomFilterHash?
        var compression: BloomFilterCompression?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: numBytes = try reader.readI32()
            case 2: algorithm = try BloomFilterAlgorithm(from: &reader)
            case 3: hash = try BloomFilterHash(from: &reader)
            case 4: compression = try BloomFilterCompression(from: &reader)
            default: break
            }
        }
        self.init(
            numBytes: try reader.required(numBytes, "BloomFilterHeader.numBytes"),
            algorithm: try reader.required(algorithm, "BloomFilterHeader.algorithm"),
            hash: try reader.required(hash, "BloomFilterHeader.hash"),
            compression: try reader.required(compression, "BloomFilterHeader.compression")
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, i32: numBytes)
            writer.field(2, struct: algorithm)
            writer.field(3, struct: hash)
            writer.field(4, struct: compression)
        }
    }
}
