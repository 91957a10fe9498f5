public import JSON

/// Everything that Glue has to know about a table, in one JSON document.
///
///     { "TableInput": TableInput, "PartitionInputLists": [ [ PartitionInput, … at most 100 ], … ] }
public struct GlueTableDocument: Sendable {
    /// The table.
    public let table: TableDefinition
    /// The projection rules; `nil` to have the partitions registered.
    public let projection: PartitionProjection?

    /// Creates the document for a table that has passed ``TableDefinition/validate()``.
    public init(table: TableDefinition, projection: PartitionProjection? = nil) {
        self.table = table
        self.projection = projection
    }

    /// The document as JSON text, with a newline at the end.
    public var json: String { JSONText.pretty(value) + "\n" }

    /// The document as a value.
    ///
    /// The partitions are there with projection too: Athena ignores them then, Spark does not.
    public var value: JSONValue {
        [
            "TableInput": GlueTableInput(table: table, projection: projection).value,
            "PartitionInputLists": .array(GluePartitionInputs(table: table).batches),
        ]
    }
}
