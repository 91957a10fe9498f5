public import JSON

/// Glue's `TableInput`: the argument of `aws glue create-table --table-input`.
public struct GlueTableInput: Sendable {
    /// The table.
    public let table: TableDefinition
    /// The projection rules; `nil` to have the partitions registered.
    public let projection: PartitionProjection?

    /// Creates the input for a table that has passed ``TableDefinition/validate()``.
    public init(table: TableDefinition, projection: PartitionProjection? = nil) {
        self.table = table
        self.projection = projection
    }

    /// The input as JSON text, with a newline at the end.
    ///
    /// A table without a location gets ``TableDefinition/placeholderLocation``: JSON has no comments to say so in.
    public var json: String { JSONText.pretty(value) + "\n" }

    /// The input as a value.
    public var value: JSONValue {
        let projected = projection?.plan(for: table).properties ?? []
        let properties =
            [TableProperty("EXTERNAL", "TRUE")] + table.formatProperties + [TableProperty("typeOfData", "file")]
            + projected
        var members = [JSONMember("Name", .string(table.name))]
        if let comment = table.comment {
            members.append(JSONMember("Description", .string(HiveText.catalogComment(comment))))
        }
        members += [
            JSONMember("Retention", 0),
            JSONMember("StorageDescriptor", table.storageDescriptor(location: table.locationOrPlaceholder)),
            JSONMember(
                "PartitionKeys",
                .array(
                    table.partitionColumns.map {
                        ["Name": .string($0.name), "Type": .string(HiveType.string.rawValue)]
                    }
                )
            ),
            // Without it Athena fails with "NullPointerException Name is null".
            JSONMember("TableType", "EXTERNAL_TABLE"),
            JSONMember("Parameters", .object(properties.map { JSONMember($0.key, .string($0.value)) })),
        ]
        return .object(members)
    }
}
