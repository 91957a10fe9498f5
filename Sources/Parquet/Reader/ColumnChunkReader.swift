import Columnar

/// Reads rows of one column chunk, in order, and passes over those that are not asked for.
///
/// With an offset index, pages without a wanted row are not fetched; without one, they are fetched and not decoded.
final class ColumnChunkReader {
    private let column: FileColumn
    private let rowCount: Int
    private var pages: PageReader
    private let values: any ChunkValues
    private let locations: [PageLocation]
    private let chunkStart: Int

    /// The row that is read next.
    private var row = 0
    /// Rows left of the page under way.
    private var pageRemaining = 0
    private var levels: DefinitionLevelDecoder?
    private var presence: [UInt32] = []
    private var needsDictionary: Bool

    /// A reader of the chunk with that description.
    ///
    /// - Parameter offsetIndex: Where pages are, if those without a wanted row are to be left out.
    init(
        source: any ParquetSource,
        column: FileColumn,
        metaData: ColumnMetaData,
        rowCount: Int,
        offsetIndex: OffsetIndex?
    ) throws(ParquetError) {
        self.column = column
        self.rowCount = rowCount
        guard metaData.type == column.element.type, metaData.numValues == Int64(rowCount) else {
            throw ParquetError(.invalidData, "a column chunk's type or number of values is not that of its row group")
        }
        let range = try metaData.byteRange(fileSize: source.byteCount)
        pages = try PageReader(input: ChunkInput(source: source, range: range), codec: metaData.codec)
        values = try column.makeChunkValues()
        locations = offsetIndex?.pageLocations ?? []
        chunkStart = range.lowerBound
        needsDictionary = locations.first.map { Int(truncatingIfNeeded: $0.offset) > range.lowerBound } ?? false
    }

    /// An empty vector for ``read(_:into:)``; it can be filled until the next one is made.
    func makeVector(capacity: Int) throws(ParquetError) -> ColumnVector {
        try values.prepareBatch()
        return ColumnVector(type: column.type ?? .string, dictionary: values.dictionary, capacity: capacity)
    }

    /// Appends rows to a vector; every call's rows come behind those of the call before.
    ///
    /// - Throws: ``ParquetError`` where the chunk is damaged, or what the source says.
    func read(_ rows: Range<Int>, into vector: ColumnVector) async throws {
        guard rows.lowerBound >= row, rows.upperBound <= rowCount else {
            throw ParquetError(.invalidData, "rows \(rows) are not ahead in a row group of \(rowCount)")
        }
        try await skip(to: rows.lowerBound)
        while row < rows.upperBound {
            if pageRemaining == 0 { try await openPage(with: row) }
            let count = min(rows.upperBound - row, pageRemaining)
            let present = try takeLevels(count)
            try values.append(rows: count, present: present, levels: presence, to: vector)
            row += count
            pageRemaining -= count
        }
    }

    private func skip(to target: Int) async throws {
        guard target > row else { return }
        if target - row >= pageRemaining {
            row += pageRemaining
            pageRemaining = 0
            if row < target { try await openPage(with: target) }
        }
        while row < target {
            // In pieces, since the number of rows comes from the file.
            let count = min(target - row, 1 << 16)
            try values.skip(present: try takeLevels(count))
            row += count
            pageRemaining -= count
        }
    }

    private func takeLevels(_ count: Int) throws(ParquetError) -> Int {
        guard levels != nil else { return count }
        return try levels?.decode(count, into: &presence) ?? count
    }

    /// Goes to the page that holds row `target`, which is this or a later one, and begins it.
    private func openPage(with target: Int) async throws {
        var size: Int?
        var rowsOfPage: Int?
        if !locations.isEmpty {
            if needsDictionary {
                needsDictionary = false
                let end = Int(truncatingIfNeeded: locations[0].offset)
                try await readDictionary(try await pages.readHeader(size: end - chunkStart))
            }
            // The last page that begins at or before the row.
            let next = locations.firstIndex { $0.firstRowIndex > Int64(target) } ?? locations.count
            guard next > 0 else { throw ParquetError(.invalidData, "the offset index does not begin with row 0") }
            let location = locations[next - 1]
            try pages.seek(to: Int(truncatingIfNeeded: location.offset))
            row = Int(truncatingIfNeeded: location.firstRowIndex)
            size = Int(location.compressedPageSize)
            let end = next < locations.count ? Int(truncatingIfNeeded: locations[next].firstRowIndex) : rowCount
            rowsOfPage = end - row
        }
        while true {
            guard !pages.isAtEnd else {
                throw ParquetError(.invalidData, "a column chunk ends after \(row) of \(rowCount) rows")
            }
            let header = try await pages.readHeader(size: size)
            switch header.type {
            case .dictionaryPage: try await readDictionary(header)
            case .dataPage, .dataPageV2:
                let count = Int(try header.dataValueCount)
                guard count >= 0, count <= rowCount - row else {
                    throw ParquetError(.invalidData, "a page has \(count) rows where \(rowCount - row) are left")
                }
                if let rowsOfPage, count != rowsOfPage {
                    throw ParquetError(
                        .invalidData,
                        "a page has \(count) rows where the offset index says that it has \(rowsOfPage)"
                    )
                }
                if row + count <= target {
                    pages.skipBody(header)
                    row += count
                } else {
                    try await begin(header)
                    pageRemaining = count
                    return
                }
            default: pages.skipBody(header)
            }
        }
    }

    private func readDictionary(_ header: PageHeader) async throws {
        guard let dictionary = header.dictionaryPageHeader else {
            throw ParquetError(.invalidData, "a dictionary page has the header of another page")
        }
        guard dictionary.encoding == .plain || dictionary.encoding == .plainDictionary else {
            throw ParquetError(.unsupportedEncoding, "a dictionary in the encoding \(dictionary.encoding) is not read")
        }
        try values.setDictionary(try await pages.readBody(header), count: Int(dictionary.numValues))
    }

    private func begin(_ header: PageHeader) async throws {
        if let data = header.dataPageHeader {
            var bytes = try await pages.readBody(header)
            levels = nil
            if column.isOptional {
                guard data.definitionLevelEncoding == .rle else {
                    throw ParquetError(
                        .unsupportedEncoding,
                        "levels in the encoding \(data.definitionLevelEncoding) are not read"
                    )
                }
                let length = try bytes.readUInt32()
                levels = try DefinitionLevelDecoder(try bytes.split(Int(length)))
            }
            try values.beginPage(data.encoding, bytes)
        } else if let data = header.dataPageHeaderV2 {
            let lengths = (Int(data.repetitionLevelsByteLength), Int(data.definitionLevelsByteLength))
            var bytes = try await pages.readBody(
                header,
                plainLength: lengths.0 + lengths.1,
                isCompressed: data.isCompressed
            )
            _ = try bytes.take(lengths.0)
            let part = try bytes.split(lengths.1)
            levels = column.isOptional ? try DefinitionLevelDecoder(part) : nil
            try values.beginPage(data.encoding, bytes)
        }
    }
}

extension PageHeader {
    /// How many values a data page announces, NULLs included.
    fileprivate var dataValueCount: Int32 {
        get throws(ParquetError) {
            switch type {
            case .dataPage: if let dataPageHeader, dataPageHeaderV2 == nil { return dataPageHeader.numValues }
            default: if let dataPageHeaderV2, dataPageHeader == nil { return dataPageHeaderV2.numValues }
            }
            throw ParquetError(.invalidData, "a data page has the header of another page")
        }
    }
}
