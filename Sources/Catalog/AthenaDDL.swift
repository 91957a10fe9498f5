/// The statements that make a table known to Athena.
///
/// Each statement is a string of its own, because Athena runs one at a time.
public struct AthenaDDL: Sendable {
    /// The number of partitions that one `ALTER TABLE` statement adds at most.
    public static let partitionLimit = 100

    /// The table.
    public let table: TableDefinition
    /// The projection rules; `nil` to have the partitions registered.
    public let projection: PartitionProjection?

    /// Creates the statements of a table that has passed ``TableDefinition/validate()``.
    public init(table: TableDefinition, projection: PartitionProjection? = nil) {
        self.table = table
        self.projection = projection
    }

    /// `CREATE EXTERNAL TABLE IF NOT EXISTS …;` with a newline at the end.
    ///
    /// Lines that begin with `--` come before it and say what is left to do: set the location, register partitions,
    /// mind what projection cannot see.
    public var text: String {
        let plan = projection?.plan(for: table)
        var lines = comments(plan).map(HiveText.comment)
        lines.append("CREATE EXTERNAL TABLE IF NOT EXISTS \(HiveText.identifier(table.name)) (")
        lines += separated(table.columns.map(columnText))
        lines.append(")")
        if let comment = table.comment { lines.append(commentClause(comment)) }
        if !table.partitionColumns.isEmpty {
            let keys = table.partitionColumns.map { "\(HiveText.identifier($0.name)) \(HiveType.string)" }
            lines.append("PARTITIONED BY (\(keys.joined(separator: ", ")))")
        }
        lines.append("STORED AS PARQUET")
        lines.append("LOCATION \(HiveText.literal(table.locationOrPlaceholder))")
        lines.append("TBLPROPERTIES (")
        let properties = table.formatProperties + (plan?.properties ?? [])
        lines += separated(properties.map { "\(HiveText.literal($0.key)) = \(HiveText.literal($0.value))" })
        lines.append(");\n")
        return lines.joined(separator: "\n")
    }

    /// `ALTER TABLE … ADD IF NOT EXISTS PARTITION …;` for all partitions in order, a newline after each statement.
    ///
    /// Partitions with ``TablePartition/defaultValue`` are left out, because Hive's DDL refuses that value; ``text``
    /// says so. They can be registered through Glue.
    public var addPartitions: [String] {
        guard !table.partitionColumns.isEmpty else { return [] }
        return table.partitions.filter { !$0.hasDefaultValue }.batches(of: Self.partitionLimit).map { batch in
            "ALTER TABLE \(HiveText.identifier(table.name)) ADD IF NOT EXISTS\n"
                + batch.map(partitionClause).joined(separator: "\n") + ";\n"
        }
    }
}

extension AthenaDDL {
    private func comments(_ plan: ProjectionPlan?) -> [String] {
        var comments: [String] = []
        if table.location == nil {
            comments.append("LOCATION is a placeholder: pass --location s3://your-bucket/path/ to set it")
        }
        if let plan { return comments + plan.notes }
        if table.partitionColumns.isEmpty { return comments }
        let name = HiveText.identifier(table.name)
        comments.append(
            "Next, register the partitions: ALTER TABLE \(name) ADD PARTITION or MSCK REPAIR TABLE \(name)"
        )
        let count = table.partitions.count(where: \.hasDefaultValue)
        if count > 0 {
            comments.append(
                "Partitions with \(TablePartition.defaultValue) (\(count)) cannot be added by ALTER TABLE: use Glue"
            )
        }
        return comments
    }

    private func columnText(_ column: TableColumn) -> String {
        let text = "\(HiveText.identifier(column.name)) \(column.type)"
        return column.comment.map { "\(text) \(commentClause($0))" } ?? text
    }

    private func commentClause(_ comment: String) -> String {
        "COMMENT \(HiveText.literal(HiveText.catalogComment(comment)))"
    }

    private func partitionClause(_ partition: TablePartition) -> String {
        let pairs = zip(table.partitionColumns, partition.values).map { key, value in
            "\(HiveText.identifier(key.name)) = \(HiveText.literal(value))"
        }
        let location = HiveText.literal(table.location(of: partition))
        return "  PARTITION (\(pairs.joined(separator: ", "))) LOCATION \(location)"
    }

    /// The items, each on a line of its own, with commas between them.
    private func separated(_ items: [String]) -> [String] {
        items.enumerated().map { "  \($1)" + ($0 < items.count - 1 ? "," : "") }
    }
}
