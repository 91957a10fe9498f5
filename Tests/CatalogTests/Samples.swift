import Catalog

/// Small tables that several suites use.
enum Samples {
    static let columns = [
        TableColumn(name: "version", type: .int),
        TableColumn(name: "start", type: .bigint, comment: "the capture window's start"),
        TableColumn(name: "action", type: .string),
    ]

    static let dateKeys = [
        PartitionColumn(name: "year", kind: .year),
        PartitionColumn(name: "month", kind: .month),
        PartitionColumn(name: "day", kind: .day),
    ]

    static func day(_ year: String, _ month: String, _ day: String) -> TablePartition {
        TablePartition(values: [year, month, day], path: "year=\(year)/month=\(month)/day=\(day)")
    }

    static func daily(_ partitions: [TablePartition], location: String? = "s3://lake/flows") -> TableDefinition {
        TableDefinition(
            name: "flow_logs",
            columns: columns,
            partitionColumns: dateKeys,
            partitions: partitions,
            location: location
        )
    }

    /// A table with one key and a partition for each value, at its plain path unless another is given.
    static func keyed(_ kind: PartitionKeyKind, _ values: [String], paths: [String: String] = [:]) -> TableDefinition {
        TableDefinition(
            name: "flow_logs",
            columns: columns,
            partitionColumns: [PartitionColumn(name: "k", kind: kind)],
            partitions: values.map { TablePartition(values: [$0], path: paths[$0] ?? "k=\($0)") },
            location: "s3://lake/"
        )
    }
}
