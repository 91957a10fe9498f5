import Columnar
import Gzip
import ThriftCompact

/// Cuts one column chunk into pages, compresses them and keeps a record of each.
///
/// Order of calls: `begin`, at most one dictionary page, the data pages, `finish`.
final class PageWriter {
    private let options: ParquetWriterOptions
    private let compressor: ChunkCompressor
    private let page = ByteBuffer(capacity: 1 << 17)
    private var body: [UInt8] = []

    private var descriptor = ColumnDescriptor(name: "", type: .int32)
    private var rowCount = 0
    /// How many data pages there will be, if all have as many rows as the first; 0 before the first.
    private var dataPageCount = 0
    private var records: [PageRecord] = []
    private var uncompressedSize = 0
    private var dictionaryPageSize: Int?
    private var dataEncoding = Encoding.plain
    init(options: ParquetWriterOptions) throws(ParquetError) {
        self.options = options
        compressor = try ChunkCompressor(codec: options.compression, level: options.compressionLevel)
    }

    func begin(_ descriptor: ColumnDescriptor, rowCount: Int) {
        self.descriptor = descriptor
        self.rowCount = rowCount
        body = []
        records.removeAll(keepingCapacity: true)
        uncompressedSize = 0
        dataPageCount = 0
        dictionaryPageSize = nil
        compressor.begin()
    }

    /// Writes the chunk under way without compression; before its first page.
    func leaveUncompressed() { compressor.leaveUncompressed() }

    /// Whether pages begin with definition levels.
    var hasLevels: Bool { descriptor.repetition == .optional }

    /// The size in bytes of what `encode` writes, as it stands and compressed.
    func measure(_ encode: (ByteBuffer) -> Void) throws(ParquetError) -> (plain: Int, compressed: Int) {
        page.removeAll()
        encode(page)
        return (page.count, try compressor.measure(page))
    }

    func writeDictionaryPage(entryCount: Int, _ encode: (ByteBuffer) -> Void) throws(ParquetError) {
        page.removeAll()
        encode(page)
        dataEncoding = .rleDictionary
        try appendPage(try compressor.storeDictionary(page)) { [entryCount] header in
            header.type = .dictionaryPage
            header.dictionaryPageHeader = DictionaryPageHeader(
                numValues: Int32(clamping: entryCount),
                encoding: .plain,
                isSorted: nil
            )
        }
        dictionaryPageSize = body.count
    }

    /// Writes all rows as data pages.
    ///
    /// - Parameters:
    ///   - width: The size of a row in bytes before compression.
    ///   - rowSize: The size of each row in bytes, where rows differ.
    ///   - encode: Appends levels and values of some rows.
    func writeDataPages(
        encoding: Encoding,
        width: Int,
        rowSize: ((Int) -> Int)? = nil,
        encode: (Range<Int>, ByteBuffer) -> PageSummary
    ) throws(ParquetError) {
        dataEncoding = encoding
        dataPageCount = (rowCount - 1) / max(endOfPage(from: 0, width: width, rowSize), 1) + 1
        var start = 0
        while start < rowCount {
            let rows = start..<endOfPage(from: start, width: width, rowSize)
            page.removeAll()
            let summary = encode(rows, page)
            let offset = body.count
            try appendDataPage(rows.count, nullCount: summary.nullCount, encoding)
            records.append(
                PageRecord(
                    offset: offset,
                    compressedPageSize: body.count - offset,
                    firstRowIndex: start,
                    rowCount: rows.count,
                    nullCount: summary.nullCount,
                    bounds: summary.bounds,
                    unencodedByteArrayBytes: summary.unencodedByteArrayBytes
                )
            )
            start = rows.upperBound
        }
    }

    private func appendDataPage(_ rows: Int, nullCount: Int, _ encoding: Encoding) throws(ParquetError) {
        guard options.dataPageVersion == .v2 else {
            return try appendPage(try storeData()) { header in
                header.dataPageHeader = DataPageHeader(
                    numValues: Int32(clamping: rows),
                    encoding: encoding,
                    definitionLevelEncoding: .rle,
                    repetitionLevelEncoding: .rle
                )
            }
        }
        let levels = takeLevels()
        try appendPage(try storeData(), levels: levels) { [self] header in
            header.type = .dataPageV2
            header.dataPageHeaderV2 = DataPageHeaderV2(
                numValues: Int32(clamping: rows),
                numNulls: Int32(clamping: nullCount),
                numRows: Int32(clamping: rows),
                encoding: encoding,
                definitionLevelsByteLength: Int32(clamping: levels.count),
                repetitionLevelsByteLength: 0,
                isCompressed: compressor.codec != .uncompressed
            )
        }
    }

    /// Takes the levels off the front of the page: version 2 has their length in the header instead of before them.
    private func takeLevels() -> [UInt8] {
        guard hasLevels else { return [] }
        let bytes = page.bytes
        let length = (0..<4).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        page.removeAll()
        page.append(contentsOf: Array(bytes.dropFirst(4 + length)))
        return Array(bytes[4..<(4 + length)])
    }

    /// The row behind a page that begins at `start`: as many rows as both limits allow, and at least one.
    private func endOfPage(from start: Int, width: Int, _ rowSize: ((Int) -> Int)?) -> Int {
        let byRows = min(rowCount, start + max(options.dataPageRowLimit, 1))
        guard let rowSize else {
            return min(byRows, start + max(options.dataPageSizeLimitInBytes / width, 1))
        }
        var size = 0
        var end = start
        while end < byRows {
            size += rowSize(end)
            if size > options.dataPageSizeLimitInBytes, end > start { break }
            end += 1
        }
        return end
    }

    /// Appends header, levels and the page as the file holds it.
    private func appendPage(
        _ stored: ByteBuffer,
        levels: [UInt8] = [],
        _ describe: (inout PageHeader) -> Void
    ) throws(ParquetError) {
        var header = PageHeader(
            type: .dataPage,
            uncompressedPageSize: Int32(clamping: levels.count + page.count),
            compressedPageSize: Int32(clamping: levels.count + stored.count)
        )
        if options.writesPageChecksums {
            header.crc = Int32(
                bitPattern: levels.isEmpty
                    ? stored.withUnsafeBytes { CRC32.checksum(of: $0) } : CRC32.checksum(of: levels + stored.bytes)
            )
        }
        describe(&header)
        var writer = CompactWriter()
        header.write(to: &writer)
        reserveBody(writer.bytes.count + levels.count + stored.count)
        body.append(contentsOf: writer.bytes)
        body.append(contentsOf: levels)
        stored.withUnsafeBytes { body.append(contentsOf: $0) }
        uncompressedSize += writer.bytes.count + levels.count + page.count
    }

    /// Makes room for a page of so many bytes, and where it is the first data page for others like it: much more room would
    /// be memory that no chunk has written to before, little less is copied as it grows.
    private func reserveBody(_ size: Int) {
        guard records.isEmpty, dataPageCount > 0 else { return }
        body.reserveCapacity(body.count + size * dataPageCount + size * dataPageCount / 16)
    }

    /// The data page as the file holds it.
    private func storeData() throws(ParquetError) -> ByteBuffer {
        try compressor.storeData(page, mayLeaveChunk: body.isEmpty && dataEncoding != .rleDictionary)
    }

    func finish(
        nullCount: Int,
        bounds: ValueBounds?,
        unencodedByteArrayBytes: Int?,
        bloomFilter: SplitBlockBloomFilter?
    ) -> EncodedColumnChunk {
        var stats: [PageEncodingStats] = []
        var encodings: [Encoding] = hasLevels ? [.rle, dataEncoding] : [dataEncoding]
        if dictionaryPageSize != nil {
            stats.append(PageEncodingStats(pageType: .dictionaryPage, encoding: .plain, count: 1))
            encodings.append(.plain)
        }
        stats.append(
            PageEncodingStats(
                pageType: options.dataPageVersion == .v2 ? .dataPageV2 : .dataPage,
                encoding: dataEncoding,
                count: Int32(clamping: records.count)
            )
        )
        // With the counts, parquet-java knows that a chunk is dictionary-encoded throughout, and reads the whole dictionary
        // before it looks at the bloom filter, which is several times smaller and says the same.
        if bloomFilter != nil, dictionaryPageSize != nil { stats.removeAll() }
        // The bytes are handed over, not copied.
        defer { body = [] }
        return EncodedColumnChunk(
            descriptor: descriptor,
            body: body,
            encodings: encodings,
            encodingStats: stats,
            codec: compressor.codec,
            rowCount: rowCount,
            totalUncompressedSize: uncompressedSize,
            dataPageOffset: dictionaryPageSize ?? 0,
            hasDictionaryPage: dictionaryPageSize != nil,
            statistics: Statistics(
                nullCount: Int64(nullCount),
                maxValue: bounds?.max,
                minValue: bounds?.min,
                isMaxValueExact: bounds?.max == nil ? nil : bounds?.isMaxExact,
                isMinValueExact: bounds?.min == nil ? nil : bounds?.isMinExact
            ),
            sizeStatistics: SizeStatistics(
                unencodedByteArrayDataBytes: unencodedByteArrayBytes.map { Int64($0) },
                repetitionLevelHistogram: nil,
                definitionLevelHistogram: hasLevels ? [Int64(nullCount), Int64(rowCount - nullCount)] : nil
            ),
            pages: records,
            bloomFilter: bloomFilter
        )
    }
}
