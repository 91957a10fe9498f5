/// A data column of a table: one that is stored in the Parquet files.
public struct TableColumn: Sendable, Hashable {
    /// The column's name, as in the Parquet schema.
    public let name: String
    /// The column's type; it must be the one Athena and Spark read from the Parquet type, or queries fail.
    public let type: HiveType
    /// What the column means, for people who browse the catalog.
    ///
    /// The catalog keeps 255 characters on one line: longer text is cut, control characters become spaces.
    public let comment: String?

    /// Creates a column.
    public init(name: String, type: HiveType, comment: String? = nil) {
        self.name = name
        self.type = type
        self.comment = comment
    }
}
