import CZstd
import Columnar
import Gzip
import Testing
import ThriftCompact

@testable import Parquet

/// Something that has to be in a file is not there.
struct Missing: Error {}

private func some<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
}

/// Reads a file of ours the long way, and checks on the way that every offset and size is what it says.
struct NaiveFile {
    enum Value: Hashable {
        case integer(Int64)
        case bits(UInt64)
        case text([UInt8])
    }

    let bytes: [UInt8]
    let footer: FileMetaData
    /// The values of each column, row groups one after the other.
    private(set) var columns: [[Value?]] = []
    /// Every byte that belongs to something.
    private var covered: [Range<Int>] = []

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        let range = try FileFooter.range(tail: Array(bytes.suffix(8)), fileSize: bytes.count)
        footer = try FileFooter.decode(Array(bytes[range]))
        #expect(Array(bytes.prefix(4)) == Array("PAR1".utf8))
        covered = [0..<4, range.lowerBound..<bytes.count]
        columns = footer.schema.dropFirst().map { _ in [] }
        #expect(footer.schema[0].numChildren == Int32(columns.count))
        #expect(footer.numRows == footer.rowGroups.reduce(0) { $0 + $1.numRows })
        #expect(footer.columnOrders?.count == columns.count)
        for (number, group) in footer.rowGroups.enumerated() { try read(group, number) }
        // Nothing lies between the parts, and no part lies over another.
        let sorted = covered.sorted { $0.lowerBound < $1.lowerBound }
        for (left, right) in zip(sorted, sorted.dropFirst()) { #expect(left.upperBound == right.lowerBound) }
        #expect(sorted.last?.upperBound == bytes.count)
    }

    func decode<Value: CompactCodable>(_: Value.Type, at range: Range<Int>) throws -> (value: Value, end: Int) {
        var reader = CompactReader(bytes: bytes, range: range)
        let value = try Value(from: &reader)
        return (value, reader.position)
    }

    func columnIndex(_ chunk: ColumnChunk) throws -> ColumnIndex? {
        guard let offset = chunk.columnIndexOffset, let length = chunk.columnIndexLength else { return nil }
        return try decode(ColumnIndex.self, at: Int(offset)..<Int(offset + Int64(length))).value
    }

    private mutating func read(_ group: RowGroup, _ number: Int) throws {
        #expect(group.columns.count == columns.count)
        #expect(group.ordinal == Int16(number))
        let chunks = try group.columns.map { try some($0.metaData) }
        #expect(group.totalCompressedSize == chunks.reduce(0) { $0 + $1.totalCompressedSize })
        #expect(group.totalByteSize == chunks.reduce(0) { $0 + $1.totalUncompressedSize })
        #expect(group.fileOffset == chunks.map { $0.dictionaryPageOffset ?? $0.dataPageOffset }.min())
        for (column, chunk) in group.columns.enumerated() {
            let isRequired = footer.schema[column + 1].repetitionType == .required
            let values = try read(chunk, chunks[column], rows: Int(group.numRows), isRequired: isRequired)
            columns[column] += values
        }
    }

    private mutating func read(
        _ chunk: ColumnChunk,
        _ metaData: ColumnMetaData,
        rows: Int,
        isRequired: Bool
    ) throws -> [Value?] {
        let start = Int(metaData.dictionaryPageOffset ?? metaData.dataPageOffset)
        let end = start + Int(metaData.totalCompressedSize)
        if end > start { covered.append(start..<end) }
        #expect(metaData.numValues == Int64(rows))
        let offsetIndexStart = Int(try some(chunk.offsetIndexOffset))
        let offsetIndexEnd = offsetIndexStart + Int(try some(chunk.offsetIndexLength))
        let (offsetIndex, indexEnd) = try decode(OffsetIndex.self, at: offsetIndexStart..<offsetIndexEnd)
        #expect(indexEnd == offsetIndexEnd)
        covered.append(offsetIndexStart..<offsetIndexEnd)
        if let offset = chunk.columnIndexOffset, let length = chunk.columnIndexLength {
            covered.append(Int(offset)..<Int(offset + Int64(length)))
        }
        if let offset = metaData.bloomFilterOffset, let length = metaData.bloomFilterLength {
            covered.append(Int(offset)..<Int(offset + Int64(length)))
        }

        var position = start
        var dictionary: [Value] = []
        var values: [Value?] = []
        var locations: [PageLocation] = []
        var pageRows: [Int] = []
        var stats: [PageEncodingStats] = []
        var uncompressed = 0
        var texts: [Int64] = []
        while position < end {
            let (header, bodyStart) = try decode(PageHeader.self, at: position..<end)
            let bodyEnd = bodyStart + Int(header.compressedPageSize)
            let stored = bytes[bodyStart..<bodyEnd]
            if let crc = header.crc { #expect(UInt32(bitPattern: crc) == CRC32.checksum(of: Array(stored))) }
            let body = try Self.inflate(stored, metaData.codec, Int(header.uncompressedPageSize))
            uncompressed += bodyStart - position + body.count
            var decoder = NaiveDecoder(body)
            if header.type == .dictionaryPage {
                let page = try some(header.dictionaryPageHeader)
                #expect(position == start && metaData.dictionaryPageOffset == Int64(start))
                #expect(page.encoding == .plain)
                dictionary = try Self.plain(&decoder, Int(page.numValues), metaData.type)
                #expect(Set(dictionary).count == dictionary.count)
                #expect(decoder.isAtEnd)
                stats.append(PageEncodingStats(pageType: .dictionaryPage, encoding: .plain, count: 1))
            } else {
                let page = try some(header.dataPageHeader)
                let count = Int(page.numValues)
                if locations.isEmpty { #expect(metaData.dataPageOffset == Int64(position)) }
                let location = PageLocation(
                    offset: Int64(position),
                    compressedPageSize: Int32(bodyEnd - position),
                    firstRowIndex: Int64(values.count)
                )
                locations.append(location)
                pageRows.append(count)
                let levels =
                    isRequired ? [UInt64](repeating: 1, count: count) : try some(decoder.levels(count: count))
                let present = levels.count { $0 == 1 }
                var found: [Value] = []
                switch page.encoding {
                case .plain: found = try Self.plain(&decoder, present, metaData.type)
                case .deltaBinaryPacked:
                    let deltas = try some(decoder.deltas(bitWidth: metaData.type == .int32 ? 32 : 64))
                    found = deltas.map { .integer($0) }
                case .deltaLengthByteArray:
                    for length in try some(decoder.deltas(bitWidth: 32)) {
                        found.append(.text(Array(try some(decoder.take(Int(length))))))
                    }
                case .rleDictionary:
                    let width = Int(try some(decoder.take(1)?.first))
                    let indices = try some(decoder.hybrid(count: present, width: width))
                    found = try indices.map { try some(Int($0) < dictionary.count ? dictionary[Int($0)] : nil) }
                default: break
                }
                guard found.count == present else { throw Missing() }
                #expect(decoder.isAtEnd)
                var next = found.makeIterator()
                values += levels.map { $0 == 1 ? next.next() : nil }
                texts.append(found.reduce(0) { $0 + ($1.byteCount ?? 0) })
                if let last = stats.indices.last, stats[last].pageType == .dataPage,
                    stats[last].encoding == page.encoding
                {
                    stats[last].count += 1
                } else {
                    stats.append(PageEncodingStats(pageType: .dataPage, encoding: page.encoding, count: 1))
                }
                #expect(metaData.encodings.contains(page.encoding))
            }
            position = bodyEnd
        }
        #expect(position == end)
        #expect(values.count == rows)
        #expect(uncompressed == Int(metaData.totalUncompressedSize))
        #expect(offsetIndex.pageLocations == locations)
        if metaData.type == .byteArray {
            #expect(offsetIndex.unencodedByteArrayDataBytes == texts)
            #expect(metaData.sizeStatistics?.unencodedByteArrayDataBytes == texts.reduce(0, +))
        }
        // Left out where a bloom filter is to be read instead of the dictionary.
        let isLookedUpByFilter = metaData.bloomFilterOffset != nil && metaData.dictionaryPageOffset != nil
        if rows > 0 { #expect(metaData.encodingStats == (isLookedUpByFilter ? nil : stats)) }
        let nulls = Int64(values.count { $0 == nil })
        #expect(metaData.statistics?.nullCount == nulls)
        #expect(metaData.sizeStatistics?.definitionLevelHistogram == (isRequired ? nil : [nulls, Int64(rows) - nulls]))
        #expect(metaData.encodings.contains(.rle) == !isRequired)
        try checkIndex(chunk, metaData, values, pageRows)
        try checkBloomFilter(metaData, values)
        return values
    }

    // MARK: Bounds

    private static func precedes(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.bits(let left), .bits(let right)): Double(bitPattern: left) < Double(bitPattern: right)
        case (.text(let left), .text(let right)): left.lexicographicallyPrecedes(right)
        default: false
        }
    }

    private static func value(_ bytes: [UInt8], _ type: PhysicalType) -> Value {
        let word = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return switch type {
        case .int32: .integer(Int64(Int32(truncatingIfNeeded: word)))
        case .int64: .integer(Int64(bitPattern: word))
        case .boolean: .integer(Int64(word))
        case .double: .bits(word)
        default: .text(bytes)
        }
    }

    /// Whether the bounds hold all of the values, and are values themselves where they say so.
    private static func expectBounds(
        _ values: ArraySlice<Value?>,
        _ bounds: (min: [UInt8]?, max: [UInt8]?),
        _ exact: (min: Bool?, max: Bool?),
        _ type: PhysicalType
    ) {
        let present = values.compactMap(\.self)
        if let min = bounds.min.map({ value($0, type) }) {
            #expect(present.allSatisfy { !precedes($0, min) })
            if exact.min == true { #expect(present.contains { !precedes(min, $0) }) }
        }
        if let max = bounds.max.map({ value($0, type) }) {
            #expect(present.allSatisfy { !precedes(max, $0) })
            if exact.max == true { #expect(present.contains { !precedes($0, max) }) }
        }
    }

    private func checkIndex(_ chunk: ColumnChunk, _ metaData: ColumnMetaData, _ values: [Value?], _ pages: [Int]) throws
    {
        let statistics = try some(metaData.statistics)
        let hasValues = values.contains { $0 != nil }
        if !hasValues { #expect(statistics.minValue == nil && statistics.maxValue == nil) }
        Self.expectBounds(
            values[...],
            (statistics.minValue, statistics.maxValue),
            (statistics.isMinValueExact, statistics.isMaxValueExact),
            metaData.type
        )
        guard let index = try columnIndex(chunk) else { return }
        #expect(index.nullPages.count == pages.count)
        var start = 0
        var bounds: [(min: Value, max: Value)] = []
        for (page, rows) in pages.enumerated() {
            let part = values[start..<(start + rows)]
            start += rows
            let nulls = part.count { $0 == nil }
            #expect(index.nullCounts?[page] == Int64(nulls))
            #expect(index.nullPages[page] == (nulls == rows))
            if index.nullPages[page] {
                #expect(index.minValues[page].isEmpty && index.maxValues[page].isEmpty)
                continue
            }
            let (min, max) = (index.minValues[page], index.maxValues[page])
            Self.expectBounds(
                part,
                (min, max),
                (metaData.type != .byteArray, metaData.type != .byteArray),
                metaData.type
            )
            bounds.append((Self.value(min, metaData.type), Self.value(max, metaData.type)))
        }
        let pairs = Array(zip(bounds, bounds.dropFirst()))
        let rises = pairs.allSatisfy { !Self.precedes($1.min, $0.min) && !Self.precedes($1.max, $0.max) }
        let falls = pairs.allSatisfy { !Self.precedes($0.min, $1.min) && !Self.precedes($0.max, $1.max) }
        #expect(index.boundaryOrder == (rises ? .ascending : falls ? .descending : .unordered))
    }

    private func checkBloomFilter(_ metaData: ColumnMetaData, _ values: [Value?]) throws {
        guard let offset = metaData.bloomFilterOffset, let length = metaData.bloomFilterLength else { return }
        let range = Int(offset)..<(Int(offset) + Int(length))
        let (header, bodyStart) = try decode(BloomFilterHeader.self, at: range)
        #expect(bodyStart + Int(header.numBytes) == range.upperBound)
        let filter = try some(SplitBlockBloomFilter(bytes: Array(bytes[bodyStart..<range.upperBound])))
        for case .text(let text)? in values where !filter.mayContain(hash: XXHash64.hash(text)) {
            Issue.record("missed \(text)")
        }
    }

    // MARK: Pages

    private static func plain(_ decoder: inout NaiveDecoder, _ count: Int, _ type: PhysicalType) throws -> [Value] {
        if type == .boolean {
            let bits = try some(decoder.take((count + 7) / 8))
            return NaiveBits.unpack(bits, count: count, width: 1).map { .integer(Int64($0)) }
        }
        return try (0..<count).map { _ in
            switch type {
            case .int32: .integer(Int64(Int32(truncatingIfNeeded: try some(decoder.number(4)))))
            case .int64: .integer(Int64(bitPattern: try some(decoder.number(8))))
            case .double: .bits(try some(decoder.number(8)))
            default: .text(Array(try some(decoder.take(Int(try some(decoder.number(4)))))))
            }
        }
    }

    private static func inflate(_ bytes: ArraySlice<UInt8>, _ codec: CompressionCodec, _ size: Int) throws -> [UInt8] {
        var room = [UInt8](repeating: 0, count: size + 1)
        let produced: Int
        switch codec {
        case .zstd:
            produced = Array(bytes).withUnsafeBytes { ZSTD_decompress(&room, size + 1, $0.baseAddress, $0.count) }
        case .gzip:
            var inflater = GzipInflater()
            produced = try Array(bytes).withUnsafeBytes { source in
                try room.withUnsafeMutableBytes { try inflater.inflate(from: source, into: $0).produced }
            }
        default: return Array(bytes)
        }
        guard produced == size else { throw Missing() }
        return Array(room.prefix(size))
    }
}

extension NaiveFile.Value {
    fileprivate var byteCount: Int64? {
        if case .text(let bytes) = self { Int64(bytes.count) } else { nil }
    }
}
