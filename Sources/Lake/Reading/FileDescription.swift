import Columnar
import Parquet

/// What `inspect` tells of a file: what its footer says, and nothing that needs its pages.
public struct FileDescription: Sendable {
    /// One column chunk.
    public struct Chunk: Sendable {
        /// The column's name.
        public let name: String
        /// The encodings of its data pages, as in `RLE_DICTIONARY`; those of levels are left out where that can be told.
        public let encodings: [String]
        /// The codec, as in `ZSTD`.
        public let codec: String
        /// Bytes in the file.
        public let compressedBytes: Int
        /// Bytes before compression.
        public let uncompressedBytes: Int
        /// Rows that are NULL; `nil` where the writer did not say.
        public let nullCount: Int?
        /// The lower bound as text.
        public let min: String?
        /// The upper bound as text.
        public let max: String?
        /// Bytes of the bloom filter, 0 where its size is not known; `nil` for none.
        public let bloomFilterBytes: Int?
        /// Whether there are both halves of a page index.
        public let hasPageIndex: Bool
    }

    /// One row group.
    public struct Group: Sendable {
        /// Rows.
        public let rows: Int
        /// The columns that it says its rows are sorted by.
        public let sortedBy: [String]
        /// One a column chunk.
        public let chunks: [Chunk]
    }

    /// The file.
    public let path: String
    /// Its size in bytes.
    public let bytes: Int
    /// Rows of all row groups.
    public let rows: Int
    /// Who wrote it.
    public let createdBy: String?
    /// The columns: name, type in the words of the format, and whether NULL may occur.
    public let columns: [(name: String, type: String, isOptional: Bool)]
    /// The notes in the footer.
    public let notes: [(key: String, value: String)]
    /// The row groups.
    public let groups: [Group]

    /// Describes the file with that footer.
    public init(path: String, _ reader: ParquetFileReader) {
        self.path = path
        bytes = reader.source.byteCount
        rows = Int(clamping: reader.metaData.numRows)
        createdBy = reader.metaData.createdBy
        notes = (reader.metaData.keyValueMetadata ?? []).map { ($0.key, $0.value ?? "") }
        columns = reader.columns.map { column in
            (column.name, TypeText.text(column.element), column.element.repetitionType != .required)
        }
        let readable = reader.columns
        groups = reader.metaData.rowGroups.map { group in
            Group(
                rows: Int(clamping: group.numRows),
                sortedBy: (group.sortingColumns ?? []).compactMap { sorting in
                    guard let column = readable.first(where: { $0.chunkIndex == Int(sorting.columnIdx) }) else {
                        return nil
                    }
                    return column.name + (sorting.descending ? " desc" : "")
                },
                chunks: group.columns.enumerated().compactMap { place, chunk in
                    chunk.metaData.map { metaData in
                        Chunk(chunk, metaData, readable.first { $0.chunkIndex == place })
                    }
                }
            )
        }
    }
}

extension FileDescription.Chunk {
    fileprivate init(_ chunk: ColumnChunk, _ metaData: ColumnMetaData, _ column: FileColumn?) {
        name = metaData.pathInSchema.joined(separator: ".")
        let pages = (metaData.encodingStats ?? []).filter { $0.pageType == .dataPage || $0.pageType == .dataPageV2 }
        // Without counts of pages the dictionary page's encoding and that of the levels are among them.
        let used = pages.isEmpty ? metaData.encodings.filter { $0 != .rle } : pages.map(\.encoding)
        var texts: [String] = []
        for encoding in used where !texts.contains("\(encoding)") { texts.append("\(encoding)") }
        encodings = texts
        codec = "\(metaData.codec)"
        compressedBytes = Int(clamping: metaData.totalCompressedSize)
        uncompressedBytes = Int(clamping: metaData.totalUncompressedSize)
        nullCount = metaData.statistics?.nullCount.map { Int(clamping: $0) }
        min = column.flatMap { $0.boundText(metaData.statistics?.minValue) }
        max = column.flatMap { $0.boundText(metaData.statistics?.maxValue) }
        bloomFilterBytes = metaData.bloomFilterOffset.map { _ in Int(metaData.bloomFilterLength ?? 0) }
        hasPageIndex = chunk.columnIndexOffset != nil && chunk.offsetIndexOffset != nil
    }
}
