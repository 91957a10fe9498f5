import Parquet
import Testing
import ThriftCompact

/// Reads what another writer wrote: `flow-small.parquet` (see Fixtures/README.md).
@Suite struct PyArrowFileTests {
    private let bytes: [UInt8]
    private let footerRange: Range<Int>
    private let footer: FileMetaData

    init() throws {
        bytes = try Fixture.bytes("flow-small.parquet")
        try #require(bytes.suffix(4) == Array("PAR1".utf8)[...])
        // 4 bytes of length, little-endian, before the magic number.
        let end = bytes.count - 8
        let length = bytes[end..<(end + 4)].reversed().reduce(0) { $0 << 8 | Int($1) }
        footerRange = (end - length)..<end
        var reader = CompactReader(bytes: bytes, range: footerRange)
        footer = try FileMetaData(from: &reader)
        #expect(reader.position == end)
    }

    private func read<Value: CompactCodable>(_: Value.Type, at offset: Int64?) throws -> (value: Value, end: Int) {
        let start = Int(try #require(offset))
        var reader = CompactReader(bytes: bytes, range: start..<bytes.count)
        let value = try Value(from: &reader)
        return (value, reader.position)
    }

    private func column(_ index: Int) throws -> ColumnMetaData {
        try #require(footer.rowGroups[0].columns[index].metaData)
    }

    @Test func schema() {
        #expect(footer.version == 2)
        #expect(footer.numRows == 6)
        #expect(footer.createdBy == "parquet-cpp-arrow version 26.0.1")
        #expect(footer.keyValueMetadata == nil)
        #expect(footer.columnOrders == [.typeOrder, .typeOrder, .typeOrder, .typeOrder])
        #expect(
            footer.schema == [
                SchemaElement(repetitionType: .required, name: "schema", numChildren: 4),
                SchemaElement(type: .int32, repetitionType: .required, name: "version"),
                SchemaElement(
                    type: .byteArray,
                    repetitionType: .optional,
                    name: "srcaddr",
                    convertedType: .utf8,
                    logicalType: .string
                ),
                SchemaElement(type: .int64, repetitionType: .optional, name: "bytes"),
                SchemaElement(
                    type: .int64,
                    repetitionType: .optional,
                    name: "event_time",
                    convertedType: .timestampMillis,
                    logicalType: .timestamp(isAdjustedToUTC: true, unit: .millis)
                ),
            ]
        )
    }

    @Test func rowGroup() throws {
        let group = try #require(footer.rowGroups.first)
        #expect(footer.rowGroups.count == 1)
        #expect(group.numRows == 6)
        #expect(group.ordinal == nil)
        #expect(group.fileOffset == 4)
        #expect(group.totalByteSize == 492)
        #expect(group.totalCompressedSize == 609)
        #expect(group.sortingColumns == [SortingColumn(columnIdx: 3, descending: false, nullsFirst: false)])
        #expect(try (0..<4).map { try column($0).totalCompressedSize } == [120, 173, 154, 162])
        #expect(try (0..<4).map { try column($0).dataPageOffset } == [4, 177, 297, 451])
    }

    @Test func columnChunk() throws {
        let address = try column(1)
        #expect(address.type == .byteArray)
        #expect(address.codec == .zstd)
        #expect(Set(address.encodings) == [.plain, .rle, .rleDictionary])
        #expect(address.pathInSchema == ["srcaddr"])
        #expect(address.numValues == 6)
        #expect(address.totalUncompressedSize == 137)
        #expect(address.dictionaryPageOffset == 124)
        #expect(address.bloomFilterOffset == 613)
        #expect(address.bloomFilterLength == 47)
        #expect(
            address.statistics
                == Statistics(
                    max: nil,
                    min: nil,
                    nullCount: 3,
                    maxValue: Array("10.0.0.2".utf8),
                    minValue: Array("10.0.0.1".utf8),
                    isMaxValueExact: true,
                    isMinValueExact: true
                )
        )
        #expect(address.sizeStatistics?.unencodedByteArrayDataBytes == 24)
        #expect(address.sizeStatistics?.definitionLevelHistogram == [3, 3])
        #expect(
            address.encodingStats == [
                PageEncodingStats(pageType: .dictionaryPage, encoding: .plain, count: 1),
                PageEncodingStats(pageType: .dataPage, encoding: .rleDictionary, count: 3),
            ]
        )
    }

    @Test func pagesFollowEachOther() throws {
        for index in 0..<4 {
            let column = try column(index)
            var offset = column.dictionaryPageOffset ?? column.dataPageOffset
            let end = offset + column.totalCompressedSize
            var types: [PageType] = []
            while offset < end {
                let (header, headerEnd) = try read(PageHeader.self, at: offset)
                types.append(header.type)
                #expect(header.crc != nil)
                if header.type == .dataPage { #expect(header.dataPageHeader?.numValues == 2) }
                offset = Int64(headerEnd) + Int64(header.compressedPageSize)
            }
            #expect(offset == end)
            let dataPages = [PageType](repeating: .dataPage, count: 3)
            #expect(types == (index == 1 ? [.dictionaryPage] + dataPages : dataPages))
        }
        let dictionary = try read(PageHeader.self, at: 124).value.dictionaryPageHeader
        #expect(dictionary?.numValues == 2)
        #expect(dictionary?.encoding == .plain)
    }

    @Test func pageIndex() throws {
        let chunk = footer.rowGroups[0].columns[1]
        let (offsets, offsetsEnd) = try read(OffsetIndex.self, at: chunk.offsetIndexOffset)
        #expect(offsetsEnd == Int(chunk.offsetIndexOffset ?? 0) + Int(chunk.offsetIndexLength ?? 0))
        #expect(offsets.pageLocations.map(\.firstRowIndex) == [0, 2, 4])
        #expect(offsets.pageLocations.first?.offset == 177)
        #expect(offsets.pageLocations.map { Int64($0.compressedPageSize) }.reduce(177, +) == 297)
        #expect(offsets.unencodedByteArrayDataBytes == [16, 8, 0])

        let (bounds, boundsEnd) = try read(ColumnIndex.self, at: chunk.columnIndexOffset)
        #expect(boundsEnd == Int(chunk.columnIndexOffset ?? 0) + Int(chunk.columnIndexLength ?? 0))
        #expect(bounds.nullPages == [false, false, true])
        #expect(bounds.minValues == [Array("10.0.0.1".utf8), Array("10.0.0.2".utf8), []])
        #expect(bounds.maxValues == [Array("10.0.0.1".utf8), Array("10.0.0.2".utf8), []])
        #expect(bounds.boundaryOrder == .ascending)
        #expect(bounds.nullCounts == [0, 1, 2])
        #expect(bounds.definitionLevelHistograms == [0, 2, 1, 1, 2, 0])
    }

    @Test func bloomFilterHeader() throws {
        let (header, end) = try read(BloomFilterHeader.self, at: 613)
        #expect(
            header == BloomFilterHeader(numBytes: 32, algorithm: .block, hash: .xxhash, compression: .uncompressed)
        )
        #expect(end + 32 == 613 + 47)
    }

    /// Writing what was read gives PyArrow's own bytes, so both writers agree on every field.
    @Test func writesTheSameBytes() throws {
        func expectSame(_ value: some CompactCodable, _ range: Range<Int>) {
            var writer = CompactWriter()
            value.write(to: &writer)
            #expect(writer.bytes == Array(bytes[range]))
        }
        expectSame(footer, footerRange)
        for chunk in footer.rowGroups[0].columns {
            let (offsets, offsetsEnd) = try read(OffsetIndex.self, at: chunk.offsetIndexOffset)
            expectSame(offsets, Int(chunk.offsetIndexOffset ?? 0)..<offsetsEnd)
            let (bounds, boundsEnd) = try read(ColumnIndex.self, at: chunk.columnIndexOffset)
            expectSame(bounds, Int(chunk.columnIndexOffset ?? 0)..<boundsEnd)
        }
        for offset in [4, 124, 177, 297, 451] as [Int64] {
            let (header, end) = try read(PageHeader.self, at: offset)
            expectSame(header, Int(offset)..<end)
        }
        let (filter, end) = try read(BloomFilterHeader.self, at: 613)
        expectSame(filter, 613..<end)
    }

    @Test func damagedFooterNeverCrashes() {
        var readable = 0
        for position in footerRange {
            for damage in [0x01, 0x10, 0x80, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[position] ^= damage
                var reader = CompactReader(bytes: damaged, range: footerRange)
                if (try? FileMetaData(from: &reader)) != nil { readable += 1 }
                #expect(reader.position <= footerRange.upperBound)
            }
        }
        // Damage inside a number or a name goes unnoticed; damage to the structure must not.
        #expect((1..<(4 * footerRange.count)).contains(readable))
    }
}
