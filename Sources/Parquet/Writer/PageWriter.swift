import Columnar
import Gzip
import ThriftCompact

/// Cuts one column chunk into pages, compresses them and keeps a record of each.
///
/// Order of calls: `begin`, at most one dictionary page, the data pages, `finish`.
final class PageWriter {
    private let options: ParquetWriterOptions
    private let compressor: PageCompressor
    private let page = ByteBuffer(capacity: 1 << 17)
    private var compressed = ByteBuffer(capacity: 1 << 17)
    private var alternative = ByteBuffer(capacity: 1 << 17)
    private var body: [UInt8] = []

    private var descriptor = ColumnDescriptor(name: "", type: .int32)
    private var rowCount = 0
    /// How many data pages there will be, if all have as many rows as the first; 0 before the first.
    private var dataPageCount = 0
    private var records: [PageRecord] = []
    private var uncompressedSize = 0
    private var dictionaryPageSize: Int?
    private var dataEncoding = Encoding.plain
    /// The codec of the chunk under way: every page of a chunk has the same (ColumnMetaData.codec).
    private var codec = CompressionCodec.uncompressed

    /// Whether the data page before was hardly worth its compression.
    private var hardlyShrinks = false

    /// A page that saves less than one byte in so many is not worth its decompression, and a short one says nothing about
    /// those that follow.
    private static let leastSaving = 16
    private var choice = SearchChoice()
    private static let leastTrial = 4096

    init(options: ParquetWriterOptions) throws(ParquetError) {
        self.options = options
        compressor = try PageCompressor(codec: options.compression, level: options.compressionLevel)
    }

    func begin(_ descriptor: ColumnDescriptor, rowCount: Int) {
        self.descriptor = descriptor
        self.rowCount = rowCount
        body = []
        records.removeAll(keepingCapacity: true)
        uncompressedSize = 0
        dataPageCount = 0
        dictionaryPageSize = nil
        codec = compressor.codec
        hardlyShrinks = false
        choice = SearchChoice()
    }

    /// Writes the chunk under way without compression; before its first page.
    func leaveUncompressed() { codec = .uncompressed }

    /// Whether compression that makes `size` bytes of `count` is not worth its while.
    static func isPoor(_ size: Int, of count: Int) -> Bool {
        count >= leastTrial && (count - size) * leastSaving < count
    }

    /// Whether pages begin with definition levels.
    var hasLevels: Bool { descriptor.repetition == .optional }

    /// The size in bytes of what `encode` writes, as it stands and compressed.
    func measure(_ encode: (ByteBuffer) -> Void) throws(ParquetError) -> (plain: Int, compressed: Int) {
        page.removeAll()
        encode(page)
        compressed.removeAll()
        return (page.count, try compressor.compress(page, into: compressed))
    }

    func writeDictionaryPage(entryCount: Int, _ encode: (ByteBuffer) -> Void) throws(ParquetError) {
        page.removeAll()
        encode(page)
        dataEncoding = .rleDictionary
        let stored = try storedDictionary()
        try appendPage(stored) { [entryCount] header in
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
            return try appendPage(try storedForm()) { header in
                header.dataPageHeader = DataPageHeader(
                    numValues: Int32(clamping: rows),
                    encoding: encoding,
                    definitionLevelEncoding: .rle,
                    repetitionLevelEncoding: .rle
                )
            }
        }
        let levels = takeLevels()
        try appendPage(try storedForm(), levels: levels) { [self] header in
            header.type = .dataPageV2
            header.dataPageHeaderV2 = DataPageHeaderV2(
                numValues: Int32(clamping: rows),
                numNulls: Int32(clamping: nullCount),
                numRows: Int32(clamping: rows),
                encoding: encoding,
                definitionLevelsByteLength: Int32(clamping: levels.count),
                repetitionLevelsByteLength: 0,
                isCompressed: codec != .uncompressed
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

    /// The dictionary page as the file holds it.
    private func storedDictionary() throws(ParquetError) -> ByteBuffer {
        if codec == .uncompressed { return page }
        compressed.removeAll()
        _ = try compressor.compress(page, into: compressed)
        return compressed
    }

    /// The data page as the file holds it.
    ///
    /// Where a chunk begins with values, its first page decides whether the chunk is compressed at all: deltas of times
    /// and sizes are packed so tightly that compression would cost time on both sides and save next to nothing. A
    /// dictionary page says nothing about the indices that follow: where those of a page hardly shrink, a few bytes of the
    /// next are tried before all of them are.
    private func storedForm() throws(ParquetError) -> ByteBuffer {
        if codec == .uncompressed { return page }
        compressed.removeAll()
        if hardlyShrinks, codec == .zstd, page.count > 4 * Self.leastTrial {
            let size = try sizeOfMiddle(Self.leastTrial, into: compressed)
            if Self.isPoor(size, of: Self.leastTrial) {
                StoredFrame.append(page, to: compressed)
                return compressed
            }
            // Another kind of page begins.
            choice = SearchChoice()
        }
        let size = try compressData()
        hardlyShrinks = Self.isPoor(size, of: page.count)
        guard body.isEmpty, dataEncoding != .rleDictionary, hardlyShrinks else { return compressed }
        codec = .uncompressed
        return page
    }

    /// The size of so many bytes in the middle of the page, searched for all there is; `room` is empty again.
    private func sizeOfMiddle(_ count: Int, into room: ByteBuffer) throws(ParquetError) -> Int {
        defer { room.removeAll() }
        let start = (page.count - count) / 2
        return try compressor.compress(page, start..<start + count, into: room)
    }

    /// Bytes that tell whether a page repeats itself, which its frequencies do not show.
    private static let repeatTrial = 2048

    /// Compresses the data page with the search that makes it shorter, as far as the pages before tell which that is.
    private func compressData() throws(ParquetError) -> Int {
        let size = try compressor.compress(page, looksFor: choice.search, into: compressed)
        guard compressor.searchesDiffer, page.count >= Self.leastTrial else { return size }
        alternative.removeAll()
        if choice.holds(size, of: page.count) {
            guard choice.mayMissRepeats else { return size }
            let middle = try sizeOfMiddle(Self.repeatTrial, into: alternative)
            if middle * page.count * 8 > size * Self.repeatTrial * 7 { return size }
        }
        let other = try compressor.compress(page, looksFor: choice.search.other, into: alternative)
        if choice.isOtherBetter(other, than: size, of: page.count) { swap(&compressed, &alternative) }
        return min(size, other)
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
            codec: codec,
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
