/// A table over Parquet files: what the Athena and Glue texts are made from.
///
/// Call ``validate()`` once before making texts: the makers take any definition and do not check it.
public struct TableDefinition: Sendable, Hashable {
    /// Where a table without a location is said to be; the bucket is the one AWS keeps for examples.
    public static let placeholderLocation = "s3://amzn-s3-demo-bucket/path/"

    /// The table's name, without a database.
    public let name: String
    /// The data columns, in order.
    public let columns: [TableColumn]
    /// The partition keys, outermost first.
    public let partitionColumns: [PartitionColumn]
    /// The partitions that exist; texts list them in this order.
    public let partitions: [TablePartition]
    /// The S3 folder of the table, ending with exactly one slash; `nil` when it is not known.
    public let location: String?
    /// What the table is; cut to one line like a column's comment.
    public let comment: String?
    /// The codec of the files.
    public let compression: ParquetCompression

    /// Creates a table; `location` may end with any number of slashes.
    public init(
        name: String,
        columns: [TableColumn],
        partitionColumns: [PartitionColumn] = [],
        partitions: [TablePartition] = [],
        location: String? = nil,
        comment: String? = nil,
        compression: ParquetCompression = .zstd
    ) {
        self.name = name
        self.columns = columns
        self.partitionColumns = partitionColumns
        self.partitions = partitions
        self.location = location.map(Self.endingWithOneSlash)
        self.comment = comment
        self.compression = compression
    }

    private static func endingWithOneSlash(_ location: String) -> String {
        var rest = location[...]
        // "s3://" alone stays as it is, so that validation can refuse it.
        while rest.last == "/" && !rest.hasSuffix("://") { rest.removeLast() }
        return rest.hasSuffix("/") ? String(rest) : rest + "/"
    }
}

extension TableDefinition {
    var locationOrPlaceholder: String { location ?? Self.placeholderLocation }

    func location(of partition: TablePartition) -> String {
        partition.path.isEmpty ? locationOrPlaceholder : locationOrPlaceholder + partition.path + "/"
    }
}
