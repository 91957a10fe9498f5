/// One partition of a table: the values of its keys and the folder that holds its files.
public struct TablePartition: Sendable, Hashable {
    /// The value that stands for null in a path, and in a catalog.
    public static let defaultValue = "__HIVE_DEFAULT_PARTITION__"

    /// The values in the order of the table's keys, not escaped.
    public let values: [String]
    /// The folder below the table's location, escaped the way Hive escapes, such as `year=2024/month=05/day=25`.
    ///
    /// Slashes at either end are dropped.
    public let path: String

    /// Creates a partition.
    public init(values: [String], path: String) {
        self.values = values
        self.path = path.trimmingSlashes()
    }
}

extension TablePartition {
    var hasDefaultValue: Bool { values.contains(Self.defaultValue) }

    func hasDefaultValue(at index: Int) -> Bool {
        values.indices.contains(index) && values[index] == Self.defaultValue
    }
}

extension String {
    func trimmingSlashes() -> String {
        var rest = self[...]
        while rest.first == "/" { rest.removeFirst() }
        while rest.last == "/" { rest.removeLast() }
        return String(rest)
    }
}
