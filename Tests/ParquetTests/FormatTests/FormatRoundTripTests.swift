import Parquet
import Testing
import ThriftCompact

@Suite struct FormatRoundTripTests {
    private typealias Samples = FormatSamples

    private func bytes(of value: some CompactCodable) -> [UInt8] {
        var writer = CompactWriter()
        value.write(to: &writer)
        return writer.bytes
    }

    private func read<Value: CompactCodable>(_: Value.Type, _ bytes: [UInt8]) throws(ThriftError) -> Value {
        var reader = CompactReader(bytes: bytes)
        return try Value(from: &reader)
    }

    /// The fields of a struct, each with a long header that does not depend on the field before it.
    private func fields(of bytes: [UInt8]) throws(ThriftError) -> [(id: Int16, bytes: [UInt8])] {
        var reader = CompactReader(bytes: bytes)
        var fields: [(id: Int16, bytes: [UInt8])] = []
        try reader.readStruct { reader, id throws(ThriftError) in
            let type = reader.valueType?.rawValue ?? 0
            let start = reader.position
            try reader.skip()
            fields.append((id, [type, UInt8(id * 2)] + bytes[start..<reader.position]))
        }
        return fields
    }

    /// Checks a value in all the ways that hold for every struct.
    private func check<Value: CompactCodable & Equatable>(
        _ value: Value,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let bytes = bytes(of: value)
        var reader = CompactReader(bytes: bytes)
        #expect(try Value(from: &reader) == value, sourceLocation: sourceLocation)
        #expect(reader.position == bytes.count, sourceLocation: sourceLocation)

        let fields = try fields(of: bytes)
        let backwards: [UInt8] = fields.reversed().flatMap(\.bytes) + [0]
        #expect(try read(Value.self, backwards) == value, sourceLocation: sourceLocation)

        let cuts = bytes.indices.filter { (try? read(Value.self, Array(bytes[..<$0]))) != nil }
        #expect(cuts.isEmpty, sourceLocation: sourceLocation)
    }

    /// Checks that each of the value's fields is required, apart from those that have a default.
    private func checkRequired<Value: CompactCodable & Equatable>(
        _ value: Value,
        defaulted: Set<Int16> = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try check(value, sourceLocation: sourceLocation)
        let fields = try fields(of: bytes(of: value))
        for missing in fields.map(\.id) {
            let rest: [UInt8] = fields.filter { $0.id != missing }.flatMap(\.bytes) + [0]
            if defaulted.contains(missing) {
                #expect(try read(Value.self, rest) == value, sourceLocation: sourceLocation)
                continue
            }
            do throws(ThriftError) {
                _ = try read(Value.self, rest)
                Issue.record("field \(missing) is not required", sourceLocation: sourceLocation)
            } catch {
                guard case .missingField(let name) = error.code else {
                    Issue.record("field \(missing): \(error)", sourceLocation: sourceLocation)
                    continue
                }
                #expect(name.hasPrefix("\(Value.self)."), sourceLocation: sourceLocation)
            }
        }
    }

    /// Checks a value with all fields: also with unknown fields of another version between them.
    private func checkFull<Value: CompactCodable & Equatable>(
        _ value: Value,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try check(value, sourceLocation: sourceLocation)
        let unknown: [UInt8] = [0x0C, 0x7E, 0x19, 0x28, 1, 0x61, 0, 0x00]
        let newer: [UInt8] = try fields(of: bytes(of: value)).flatMap { field in unknown + field.bytes } + [0]
        #expect(try read(Value.self, newer) == value, sourceLocation: sourceLocation)
    }

    @Test func structsWithAllFields() throws {
        try checkFull(Samples.sizeStatistics)
        try checkFull(Samples.statistics)
        try checkFull(Samples.schemaElement)
        try checkFull(Samples.dataPageHeader)
        try checkFull(Samples.dataPageHeaderV2)
        try checkFull(Samples.dictionaryPageHeader)
        try checkFull(Samples.pageHeader)
        try checkFull(KeyValue(key: "writer", value: "flowconv"))
        try checkFull(SortingColumn(columnIdx: 1, descending: false, nullsFirst: true))
        try checkFull(PageEncodingStats(pageType: .dictionaryPage, encoding: .plainDictionary, count: 2))
        try checkFull(Samples.columnMetaData)
        try checkFull(Samples.columnChunk)
        try checkFull(Samples.rowGroup)
        try checkFull(Samples.fileMetaData)
        try checkFull(PageLocation(offset: 1, compressedPageSize: 2, firstRowIndex: 3))
        try checkFull(Samples.offsetIndex)
        try checkFull(Samples.columnIndex)
        try checkFull(Samples.bloomFilterHeader)
    }

    @Test func structsWithRequiredFieldsOnly() throws {
        try checkRequired(SizeStatistics())
        try checkRequired(Statistics())
        try checkRequired(SchemaElement(name: ""))
        try checkRequired(
            DataPageHeader(
                numValues: 1,
                encoding: .plain,
                definitionLevelEncoding: .rle,
                repetitionLevelEncoding: .rle
            )
        )
        try checkRequired(
            DataPageHeaderV2(
                numValues: 1,
                numNulls: 0,
                numRows: 1,
                encoding: .plain,
                definitionLevelsByteLength: 0,
                repetitionLevelsByteLength: 0
            ),
            defaulted: [7]
        )
        try checkRequired(DictionaryPageHeader(numValues: 0, encoding: .plain))
        try checkRequired(PageHeader(type: .indexPage, uncompressedPageSize: 0, compressedPageSize: 0))
        try checkRequired(KeyValue(key: "k"))
        try checkRequired(SortingColumn(columnIdx: 0, descending: false, nullsFirst: false))
        try checkRequired(PageEncodingStats(pageType: .dataPage, encoding: .rle, count: 0))
        try checkRequired(
            ColumnMetaData(
                type: .boolean,
                encodings: [],
                pathInSchema: [],
                codec: .uncompressed,
                numValues: 0,
                totalUncompressedSize: 0,
                totalCompressedSize: 0,
                dataPageOffset: 4
            )
        )
        try checkRequired(ColumnChunk())
        try checkRequired(RowGroup(columns: [], totalByteSize: 0, numRows: 0))
        try checkRequired(FileMetaData(version: 1, schema: [], numRows: 0, rowGroups: []))
        try checkRequired(PageLocation(offset: 0, compressedPageSize: 0, firstRowIndex: 0))
        try checkRequired(OffsetIndex(pageLocations: []))
        try checkRequired(ColumnIndex(nullPages: [], minValues: [], maxValues: [], boundaryOrder: .unordered))
        try checkRequired(Samples.bloomFilterHeader)
    }

    @Test func logicalTypes() throws {
        let units: [TimeUnit] = [.millis, .micros, .nanos, .unrecognized(fieldID: 4)]
        var types: [LogicalType] = [
            .string, .map, .list, .enum, .decimal(scale: 0, precision: 38), .date, .unknown, .json, .bson, .uuid,
            .float16, .integer(bitWidth: 8, isSigned: false), .integer(bitWidth: 64, isSigned: true),
            .unrecognized(fieldID: 16),
        ]
        for unit in units {
            types.append(.time(isAdjustedToUTC: false, unit: unit))
            types.append(.timestamp(isAdjustedToUTC: true, unit: unit))
        }
        for type in types { try check(type) }
    }

    @Test func logicalTypeBytes() throws {
        #expect(bytes(of: LogicalType.string) == [0x1C, 0x00, 0x00])
        #expect(
            bytes(of: LogicalType.timestamp(isAdjustedToUTC: true, unit: .millis))
                == [0x8C, 0x11, 0x1C, 0x1C, 0x00, 0x00, 0x00, 0x00]
        )
        #expect(
            bytes(of: LogicalType.integer(bitWidth: 16, isSigned: false)) == [0xAC, 0x13, 0x10, 0x12, 0x00, 0x00]
        )
    }

    @Test func newerLogicalTypesAreKeptByNumber() throws {
        // 18: GEOGRAPHY with a CRS and an algorithm, which is newer than this code.
        let geography: [UInt8] = [0x0C, 0x24, 0x18, 1, 0x61, 0x15, 2, 0x00, 0x00]
        #expect(try read(LogicalType.self, geography) == .unrecognized(fieldID: 18))
    }

    @Test func unionsHaveExactlyOneMember() {
        #expect(throws: ThriftError(.invalidUnion("LogicalType"), at: 1)) { try read(LogicalType.self, [0x00]) }
        #expect(throws: ThriftError(.invalidUnion("TimeUnit"), at: 5)) {
            try read(TimeUnit.self, [0x1C, 0x00, 0x1C, 0x00, 0x00])
        }
        #expect(throws: ThriftError(.missingField("TimestampType.unit"), at: 3)) {
            try read(LogicalType.self, [0x8C, 0x11, 0x00, 0x00])
        }
    }

    @Test func indexPagesAreTolerated() throws {
        let header = PageHeader(type: .indexPage, uncompressedPageSize: 10, compressedPageSize: 8)
        let withIndexHeader = bytes(of: header).dropLast() + [0x3C, 0x00, 0x00]
        #expect(try read(PageHeader.self, Array(withIndexHeader)) == header)
    }

    @Test func enumerationsNameThemselves() {
        #expect(Encoding.rleDictionary.description == "RLE_DICTIONARY")
        #expect(Encoding(rawValue: 1).description == "Encoding(1)")
        #expect(PhysicalType.fixedLenByteArray.description == "FIXED_LEN_BYTE_ARRAY")
        #expect(CompressionCodec.lz4Raw.description == "LZ4_RAW")
        #expect(PageType.dataPageV2.description == "DATA_PAGE_V2")
        #expect(ConvertedType.timestampMillis.description == "TIMESTAMP_MILLIS")
        #expect(FieldRepetitionType.repeated.description == "REPEATED")
        #expect(BoundaryOrder(rawValue: 3).description == "BoundaryOrder(3)")
    }
}
