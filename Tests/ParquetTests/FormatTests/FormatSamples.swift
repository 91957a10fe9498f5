import Parquet

/// Values with all fields set; each field has a value of its own, so that a swapped pair shows.
enum FormatSamples {
    static let sizeStatistics = SizeStatistics(
        unencodedByteArrayDataBytes: 123_456_789_012,
        repetitionLevelHistogram: [3],
        definitionLevelHistogram: [1, 2]
    )

    static let statistics = Statistics(
        max: [9],
        min: [1, 0],
        nullCount: 0,
        distinctCount: 17,
        maxValue: [0xFF, 0xFE],
        minValue: [],
        isMaxValueExact: false,
        isMinValueExact: true
    )

    static let schemaElement = SchemaElement(
        type: .fixedLenByteArray,
        typeLength: 16,
        repetitionType: .optional,
        name: "gr\u{FC}n",
        numChildren: 2,
        convertedType: .decimal,
        scale: 3,
        precision: 9,
        fieldID: -4,
        logicalType: .decimal(scale: 3, precision: 9)
    )

    static let dataPageHeader = DataPageHeader(
        numValues: 1_000,
        encoding: .rleDictionary,
        definitionLevelEncoding: .rle,
        repetitionLevelEncoding: .bitPacked,
        statistics: statistics
    )

    static let dataPageHeaderV2 = DataPageHeaderV2(
        numValues: 7,
        numNulls: 2,
        numRows: 6,
        encoding: .deltaBinaryPacked,
        definitionLevelsByteLength: 4,
        repetitionLevelsByteLength: 3,
        isCompressed: false,
        statistics: statistics
    )

    static let dictionaryPageHeader = DictionaryPageHeader(numValues: 5, encoding: .plain, isSorted: true)

    static let pageHeader = PageHeader(
        type: .dataPage,
        uncompressedPageSize: .max,
        compressedPageSize: 4_096,
        crc: .min,
        dataPageHeader: dataPageHeader,
        dictionaryPageHeader: dictionaryPageHeader,
        dataPageHeaderV2: dataPageHeaderV2
    )

    static let columnMetaData = ColumnMetaData(
        type: .byteArray,
        encodings: [.rle, .rleDictionary, Encoding(rawValue: 77)],
        pathInSchema: ["a", "b"],
        codec: .zstd,
        numValues: 11,
        totalUncompressedSize: 22,
        totalCompressedSize: 33,
        keyValueMetadata: [KeyValue(key: "k", value: "v"), KeyValue(key: "k2")],
        dataPageOffset: 44,
        indexPageOffset: 55,
        dictionaryPageOffset: 66,
        statistics: statistics,
        encodingStats: [PageEncodingStats(pageType: .dataPageV2, encoding: .plain, count: 8)],
        bloomFilterOffset: 77,
        bloomFilterLength: 88,
        sizeStatistics: sizeStatistics
    )

    static let columnChunk = ColumnChunk(
        filePath: "part-0",
        fileOffset: 4,
        metaData: columnMetaData,
        offsetIndexOffset: 1 << 40,
        offsetIndexLength: 20,
        columnIndexOffset: 1 << 41,
        columnIndexLength: 30
    )

    static let rowGroup = RowGroup(
        // More than 14 elements, for the long list header.
        columns: [columnChunk] + [ColumnChunk](repeating: ColumnChunk(), count: 15),
        totalByteSize: 1,
        numRows: 2,
        sortingColumns: [SortingColumn(columnIdx: 3, descending: true, nullsFirst: false)],
        fileOffset: 4,
        totalCompressedSize: 5,
        ordinal: 6
    )

    static let fileMetaData = FileMetaData(
        version: 2,
        schema: [SchemaElement(name: "root", numChildren: 1), schemaElement],
        numRows: 3,
        rowGroups: [rowGroup, rowGroup],
        keyValueMetadata: [],
        createdBy: "flowconv version 1.0.0 (build 0)",
        columnOrders: [.typeOrder, .unrecognized(fieldID: 2)]
    )

    static let offsetIndex = OffsetIndex(
        pageLocations: [
            PageLocation(offset: 4, compressedPageSize: 100, firstRowIndex: 0),
            PageLocation(offset: 104, compressedPageSize: 90, firstRowIndex: 20),
        ],
        unencodedByteArrayDataBytes: [1_000, 900]
    )

    static let columnIndex = ColumnIndex(
        nullPages: [false, true],
        minValues: [[1], []],
        maxValues: [[2], []],
        boundaryOrder: .ascending,
        nullCounts: [0, 20],
        repetitionLevelHistograms: [20, 20],
        definitionLevelHistograms: [0, 20, 20, 0]
    )

    static let bloomFilterHeader = BloomFilterHeader(
        numBytes: 32,
        algorithm: .block,
        hash: .xxhash,
        compression: .uncompressed
    )
}
