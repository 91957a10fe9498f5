import ThriftCompact

/// Lays out a Parquet file: magic, row groups, bloom filters, page indexes, footer (parquet-format, README.md).
///
/// The writer does no I/O. Every call returns the next bytes of the file, in order; the caller puts them where it likes.
///
///     var writer = ParquetFileWriter(schema: columns, options: options)
///     sink.append(writer.begin())
///     for rowGroup in rowGroups { sink.append(contentsOf: try writer.append(rowGroup)) }
///     sink.append(writer.finish())
public struct ParquetFileWriter: Sendable {
    /// The four bytes at both ends of a file.
    public static let magic = Array("PAR1".utf8)

    let schema: [ColumnDescriptor]
    private let options: ParquetWriterOptions
    private var position = 0
    var rowGroups: [RowGroup] = []
    private var indexes: [[(columnIndex: ColumnIndex?, chunk: EncodedChunkPages)]] = []

    /// Pages of a written chunk: what its offset index and bloom filter need when the file is finished.
    private struct EncodedChunkPages: Sendable {
        let offsetIndex: OffsetIndex
        let bloomFilter: SplitBlockBloomFilter?
    }

    /// A writer of files with these columns.
    public init(schema: [ColumnDescriptor], options: ParquetWriterOptions) {
        self.schema = schema
        self.options = options
    }

    /// Bytes of the file so far.
    public var byteCount: Int { position }

    /// Rows of the file so far.
    public var rowCount: Int { rowGroups.reduce(0) { $0 + Int($1.numRows) } }

    /// Row groups of the file so far.
    public var rowGroupCount: Int { rowGroups.count }

    /// The first bytes of the file.
    public mutating func begin() -> [UInt8] {
        position = Self.magic.count
        return Self.magic
    }

    /// Puts the chunks of a row group in place, in the order of the schema, and returns their bytes.
    ///
    /// - Throws: ``ParquetError`` where the chunks are not those of the schema.
    public mutating func append(_ chunks: [EncodedColumnChunk]) throws(ParquetError) -> [[UInt8]] {
        guard chunks.map(\.descriptor) == schema, let rows = chunks.first?.rowCount,
            chunks.allSatisfy({ $0.rowCount == rows })
        else { throw ParquetError(.schemaMismatch, "the row group does not have the columns of the file") }
        let start = position
        var columns: [ColumnChunk] = []
        var pages: [(ColumnIndex?, EncodedChunkPages)] = []
        for chunk in chunks {
            columns.append(ColumnChunk(fileOffset: 0, metaData: metaData(of: chunk)))
            pages.append(
                (
                    PageIndexBuilder.columnIndex(chunk),
                    EncodedChunkPages(
                        offsetIndex: PageIndexBuilder.offsetIndex(chunk, position: position),
                        bloomFilter: chunk.bloomFilter
                    )
                )
            )
            position += chunk.body.count
        }
        rowGroups.append(
            RowGroup(
                columns: columns,
                totalByteSize: Int64(chunks.reduce(0) { $0 + $1.totalUncompressedSize }),
                numRows: Int64(rows),
                sortingColumns: options.sortingColumns.isEmpty ? nil : options.sortingColumns,
                fileOffset: Int64(start),
                totalCompressedSize: Int64(position - start),
                ordinal: Int16(exactly: rowGroups.count)
            )
        )
        indexes.append(pages.map { (columnIndex: $0.0, chunk: $0.1) })
        return chunks.map(\.body)
    }

    private func metaData(of chunk: EncodedColumnChunk) -> ColumnMetaData {
        ColumnMetaData(
            type: chunk.descriptor.physicalType,
            encodings: chunk.encodings,
            pathInSchema: [chunk.descriptor.name],
            codec: chunk.codec,
            numValues: Int64(chunk.rowCount),
            totalUncompressedSize: Int64(chunk.totalUncompressedSize),
            totalCompressedSize: Int64(chunk.body.count),
            dataPageOffset: Int64(position + chunk.dataPageOffset),
            dictionaryPageOffset: chunk.hasDictionaryPage ? Int64(position) : nil,
            statistics: chunk.statistics,
            encodingStats: chunk.encodingStats.isEmpty ? nil : chunk.encodingStats,
            sizeStatistics: chunk.sizeStatistics
        )
    }

    /// The last bytes of the file: bloom filters, column indexes, offset indexes, footer.
    ///
    /// The writer is used up.
    public consuming func finish() -> [UInt8] {
        var tail: [UInt8] = []
        appendBloomFilters(&tail)
        for group in rowGroups.indices {
            for column in rowGroups[group].columns.indices {
                guard let index = indexes[group][column].columnIndex else { continue }
                let (offset, length) = append(index, to: &tail)
                rowGroups[group].columns[column].columnIndexOffset = offset
                rowGroups[group].columns[column].columnIndexLength = length
            }
        }
        for group in rowGroups.indices {
            for column in rowGroups[group].columns.indices {
                let (offset, length) = append(indexes[group][column].chunk.offsetIndex, to: &tail)
                rowGroups[group].columns[column].offsetIndexOffset = offset
                rowGroups[group].columns[column].offsetIndexLength = length
            }
        }
        let (_, length) = append(footer(), to: &tail)
        for place in 0..<4 { tail.append(UInt8(truncatingIfNeeded: length >> Int32(8 * place))) }
        return tail + Self.magic
    }

    private mutating func appendBloomFilters(_ tail: inout [UInt8]) {
        for group in rowGroups.indices {
            for column in rowGroups[group].columns.indices {
                guard let filter = indexes[group][column].chunk.bloomFilter else { continue }
                let bytes = filter.bytes
                let header = BloomFilterHeader(
                    numBytes: Int32(clamping: bytes.count),
                    algorithm: .block,
                    hash: .xxhash,
                    compression: .uncompressed
                )
                let (offset, length) = append(header, to: &tail)
                tail.append(contentsOf: bytes)
                rowGroups[group].columns[column].metaData?.bloomFilterOffset = offset
                rowGroups[group].columns[column].metaData?.bloomFilterLength = length + Int32(clamping: bytes.count)
            }
        }
    }

    private func append(_ value: some CompactCodable, to tail: inout [UInt8]) -> (offset: Int64, length: Int32) {
        var writer = CompactWriter()
        value.write(to: &writer)
        let offset = Int64(position + tail.count)
        tail.append(contentsOf: writer.bytes)
        return (offset, Int32(clamping: writer.bytes.count))
    }

    private func footer() -> FileMetaData {
        let root = SchemaElement(name: "schema", numChildren: Int32(clamping: schema.count))
        return FileMetaData(
            version: 2,
            schema: [root] + schema.map(\.schemaElement),
            numRows: rowGroups.reduce(0) { $0 + $1.numRows },
            rowGroups: rowGroups,
            keyValueMetadata: options.keyValueMetadata.isEmpty ? nil : options.keyValueMetadata,
            createdBy: options.createdBy,
            columnOrders: schema.map { _ in .typeOrder }
        )
    }
}
