/// A partition key of a table: a column whose value is in the path, not in the files.
///
/// Its catalog type is always `string`, because Athena pushes filters into Glue for no other type.
public struct PartitionColumn: Sendable, Hashable {
    /// The key's name, as in the path (`name=value`); lower case, or `MSCK REPAIR TABLE` does not find it.
    public let name: String
    /// What the key's values look like.
    public let kind: PartitionKeyKind

    /// Creates a partition key.
    public init(name: String, kind: PartitionKeyKind) {
        self.name = name
        self.kind = kind
    }
}
