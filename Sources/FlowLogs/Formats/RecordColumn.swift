import Columnar

/// One column of a record format: what a token of a line becomes.
public struct RecordColumn: Sendable, Hashable {
    /// The field's name as the header line or `--log-format` spells it; `event_time` for an export's timestamp.
    public let name: String
    /// The name of the column in files and tables.
    public let columnName: String
    /// How the values are held and stored.
    public let type: ColumnType
    /// Whether AWS documents the field; an unknown one is kept as text.
    public let isKnown: Bool

    /// The column of a field name, known or not.
    public init(fieldName: String, columnName: String? = nil) {
        let field = FlowField.named(fieldName)
        name = fieldName
        self.columnName = columnName ?? FlowField.columnName(of: fieldName)
        type = field?.type.columnType ?? .string
        isKnown = field != nil
    }

    /// A column of any type.
    init(name: String, columnName: String, type: ColumnType) {
        self.name = name
        self.columnName = columnName
        self.type = type
        isKnown = true
    }

    /// Whether the values are IP addresses.
    var isAddress: Bool { isKnown && type == .string && name.hasSuffix("addr") }

    /// The timestamp that a CloudWatch Logs export puts before every line.
    public static let eventTime = RecordColumn(name: "event_time", columnName: "event_time", type: .timestampMillis)
}
