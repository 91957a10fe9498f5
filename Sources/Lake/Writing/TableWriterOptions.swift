import Parquet

/// How rows become files.
public struct TableWriterOptions: Sendable {
    /// The folders.
    public var scheme: PartitionScheme = .byDay
    /// The files.
    public var parquet = ParquetWriterOptions()
    /// The columns that rows are sorted by, the most significant first; those that a format lacks are left out.
    public var sortColumns: [String] = []
    /// The most rows that are sorted together, and then cut into row groups.
    public var sortedRunRowLimit = 1 << 20
    /// The most rows in a row group.
    public var rowGroupRowLimit = 1 << 20
    /// The most rows that wait for each other in a partition.
    var bufferedRowLimit: Int { sortColumns.isEmpty ? rowGroupRowLimit : max(sortedRunRowLimit, rowGroupRowLimit) }
    /// Open row groups and dictionaries together, in bytes; when it is reached the largest row group is written.
    public var memoryLimitInBytes = 128 << 20
    /// A file that has grown to this size is finished and another begun, in bytes.
    public var targetFileSizeInBytes = 256 << 20
    /// The most files that are open at a time; when it is reached the one that was written to longest ago is finished.
    public var openFileLimit = 256
    /// Whether row groups are encoded beside the caller's work; never changes a byte.
    public var encodesInBackground = true
    /// How many columns are encoded at a time there; never changes a byte.
    public var encoderCount = 1

    /// The defaults.
    public init() {}
}
