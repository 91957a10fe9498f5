public import JSON

/// Glue's `PartitionInput`s of a table: the arguments of `aws glue batch-create-partition --partition-input-list`.
public struct GluePartitionInputs: Sendable {
    /// The number of partitions that Glue takes in one call.
    public static let batchLimit = 100

    /// The table.
    public let table: TableDefinition

    /// Creates the inputs for a table that has passed ``TableDefinition/validate()``.
    public init(table: TableDefinition) {
        self.table = table
    }

    /// All inputs as one JSON array, with a newline at the end; ``batches`` has them in lists that Glue takes.
    public var json: String { JSONText.pretty(.array(values)) + "\n" }

    /// The inputs in lists of at most ``batchLimit``, each of them the argument of one call.
    public var batches: [JSONValue] { values.batches(of: Self.batchLimit).map { .array($0) } }

    /// The inputs in the order of the table's partitions.
    public var values: [JSONValue] {
        guard !table.partitionColumns.isEmpty else { return [] }
        return table.partitions.map { partition in
            [
                "Values": .strings(partition.values),
                "StorageDescriptor": table.storageDescriptor(location: table.location(of: partition)),
                "Parameters": [:],
            ]
        }
    }
}
