/// A column chunk as bytes, with every offset counted from its own start: chunks are encoded in any order, by anyone, and
/// put in place when their turn comes.
public struct EncodedColumnChunk: Sendable {
    private(set) var descriptor: ColumnDescriptor
    /// Dictionary page and data pages.
    let body: [UInt8]
    let encodings: [Encoding]
    /// Pages by type and encoding; empty where the file leaves that out.
    let encodingStats: [PageEncodingStats]
    let codec: CompressionCodec
    let rowCount: Int
    /// Pages before compression, with their headers, in bytes.
    let totalUncompressedSize: Int
    /// Where the first data page begins.
    let dataPageOffset: Int
    let hasDictionaryPage: Bool
    let statistics: Statistics
    let sizeStatistics: SizeStatistics
    let pages: [PageRecord]
    let bloomFilter: SplitBlockBloomFilter?

    /// The same chunk of a column that ``ParquetWriterOptions/encodeAlike(_:_:)`` says is encoded to the same bytes.
    public func renamed(to descriptor: ColumnDescriptor) -> EncodedColumnChunk {
        var chunk = self
        chunk.descriptor = descriptor
        return chunk
    }
}
