/// How a file is written.
///
/// The defaults are those of the common writers, and within what Trino, Spark and Athena read.
public struct ParquetWriterOptions: Sendable, Equatable {
    /// The codec of pages; a column chunk without a dictionary whose first page hardly shrinks is left uncompressed.
    public var compression: CompressionCodec = .zstd
    /// The codec's level; `nil` is the default of the codec (zstd 1, gzip 6).
    public var compressionLevel: Int?
    /// The version of data pages.
    ///
    /// Athena and old Spark are sure to read version 1 only.
    public var dataPageVersion = DataPageVersion.v1
    /// The largest data page before compression, in bytes.
    public var dataPageSizeLimitInBytes = 1 << 20
    /// The most rows in a data page.
    public var dataPageRowLimit = 20_000
    /// The largest dictionary page before compression, in bytes; a column chunk that needs more is not
    /// dictionary-encoded.
    public var dictionaryPageSizeLimitInBytes = 4 << 20
    /// Whether text whose dictionary does not pay is written as DELTA_LENGTH_BYTE_ARRAY instead of PLAIN.
    ///
    /// Shorter before compression, though not always behind zstd; and not every reader has it: fastparquet does not.
    public var usesDeltaLengthByteArray = false
    /// The length at which text bounds are cut in statistics and page index, in bytes.
    public var statisticsTruncateLength = 64
    /// Whether pages carry a CRC-32.
    public var writesPageChecksums = true
    /// The text columns that get a bloom filter.
    public var bloomFilterColumns: Set<String> = []
    /// The share of absent values that a bloom filter may let pass.
    public var bloomFilterFalsePositiveRate = 0.01
    /// The columns that rows are sorted by, as the caller has sorted them; recorded, not checked.
    public var sortingColumns: [SortingColumn] = []
    /// Free metadata for the footer, in order.
    public var keyValueMetadata: [KeyValue] = []
    /// The writer's name, in the form that parquet-java's version parser accepts.
    public var createdBy = "flowconv version 0.1.0 (build 0)"

    /// The defaults.
    public init() {}

    /// Whether the same rows become the same bytes under both columns: their names are all that they differ in.
    public func encodeAlike(_ one: ColumnDescriptor, _ other: ColumnDescriptor) -> Bool {
        one.type == other.type && one.repetition == other.repetition
            && bloomFilterColumns.contains(one.name) == bloomFilterColumns.contains(other.name)
    }
}
