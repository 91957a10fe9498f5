import Columnar
import JSON

/// The columns of one record format, and the partition keys, as the lake is locked to them.
public struct LakeSchema: Sendable, Hashable {
    /// A column: its name, and its type in the words of ``Columnar/ColumnType``.
    public struct Column: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The type.
        public let type: String

        /// Describes a column.
        public init(name: String, type: String) {
            self.name = name
            self.type = type
        }
    }

    /// The id that files' records refer to.
    public let id: String
    /// The columns, in the files' order.
    public let columns: [Column]
    /// The partition keys, outermost first.
    public let partitionKeys: [String]

    /// Describes a schema.
    public init(id: String, columns: [Column], partitionKeys: [String]) {
        self.id = id
        self.columns = columns
        self.partitionKeys = partitionKeys
    }

    var json: JSONValue {
        [
            "id": .string(id),
            "partition_keys": .strings(partitionKeys),
            "columns": .array(columns.map { ["name": .string($0.name), "type": .string($0.type)] }),
        ]
    }

    init(_ reader: RecordReader) throws(CommitError) {
        id = try reader.text("id")
        partitionKeys = try reader.texts("partition_keys")
        columns = try reader.list("columns") { reader throws(CommitError) in
            Column(name: try reader.text("name"), type: try reader.text("type"))
        }
    }

    /// Refuses what one table cannot hold beside this schema: other partition keys, or a column of another type.
    ///
    /// - Throws: ``CommitError`` with the difference.
    func check(_ other: LakeSchema) throws(CommitError) {
        guard other.partitionKeys == partitionKeys else {
            throw CommitError(
                .schemaMismatch,
                "the lake is partitioned by \(Self.list(partitionKeys)), this run by \(Self.list(other.partitionKeys)); "
                    + "use the same --partition-by or another lake"
            )
        }
        var types: [String: String] = [:]
        for column in columns { types[column.name] = column.type }
        let differences = other.columns.compactMap { column -> String? in
            guard let type = types[column.name], type != column.type else { return nil }
            return "column \(column.name) is \(type) in the lake and \(column.type) in this run"
        }
        guard differences.isEmpty else {
            throw CommitError(
                .schemaMismatch,
                differences.joined(separator: ", ") + "; a table's column has one type: use another lake"
            )
        }
    }

    private static func list(_ keys: [String]) -> String { keys.isEmpty ? "nothing" : keys.joined(separator: ", ") }
}
