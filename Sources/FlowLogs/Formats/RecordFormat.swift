/// The fields of a record, in the order of its tokens.
public struct RecordFormat: Sendable, Hashable {
    /// The columns, one a token.
    ///
    /// An export's timestamp is the first.
    public let columns: [RecordColumn]

    init(columns: [RecordColumn]) {
        self.columns = columns
    }

    /// The format of the given field names.
    ///
    /// Column names are made unique: an unknown field whose column name is taken gets `_2`, `_3`, ….
    ///
    /// - Throws: ``FormatError`` where there is no name or one comes twice.
    public init(fieldNames: [String], hasEventTime: Bool = false) throws(FormatError) {
        guard !fieldNames.isEmpty else { throw FormatError(.noFields) }
        var names: Set<String> = []
        for name in fieldNames where !names.insert(name).inserted { throw FormatError(.duplicateField(name)) }
        self.init(uniqueNames: fieldNames, hasEventTime: hasEventTime)
    }

    private init(uniqueNames: [String], hasEventTime: Bool) {
        var columns = hasEventTime ? [RecordColumn.eventTime] : []
        var columnNames = Set(columns.map(\.columnName))
        for name in uniqueNames {
            let plain = FlowField.columnName(of: name)
            var columnName = plain
            var suffix = 2
            while !columnNames.insert(columnName).inserted {
                columnName = "\(plain)_\(suffix)"
                suffix += 1
            }
            columns.append(RecordColumn(fieldName: name, columnName: columnName))
        }
        self.init(columns: columns)
    }

    /// The format of a `--log-format` string: `${version} ${account-id} …`, or the bare names.
    ///
    /// - Throws: ``FormatError`` where the text is not a list of fields.
    public init(logFormat: String) throws(FormatError) {
        var names: [String] = []
        for word in logFormat.split(whereSeparator: { $0 == " " || $0 == "," || $0.isWhitespace }) {
            var name = Substring(word)
            if name.hasPrefix("${"), name.hasSuffix("}") { name = name.dropFirst(2).dropLast() }
            guard HeaderLine.isFieldName(name.utf8) else { throw FormatError(.invalidFieldName(String(word))) }
            names.append(String(name))
        }
        try self.init(fieldNames: names)
    }

    /// The default format of VPC Flow Logs: 14 fields, version 2.
    public static let vpcDefault = RecordFormat(
        columns: FlowField.defaultNames.map { RecordColumn(fieldName: $0) }
    )

    /// The default format of Transit Gateway Flow Logs: 36 fields, version 6.
    public static let transitGatewayDefault = RecordFormat(
        columns: FlowField.transitGatewayDefaultNames.map { RecordColumn(fieldName: $0) }
    )

    /// The same fields behind a CloudWatch Logs export's timestamp.
    public var withEventTime: RecordFormat {
        hasEventTime ? self : RecordFormat(uniqueNames: columns.map(\.name), hasEventTime: true)
    }

    /// Whether the first column is an export's timestamp.
    public var hasEventTime: Bool { columns.first == .eventTime }

    /// The format as a `--log-format` string, without an export's timestamp.
    public var logFormat: String {
        columns.filter { $0 != .eventTime }.map { "${\($0.name)}" }.joined(separator: " ")
    }

    /// For each column the one before it that has the same values as a rule: the addresses of packets are those of the
    /// interface, but for what a gateway or a balancer stands between.
    var counterparts: [Int?] {
        columns.indices.map { place in
            let column = columns[place]
            guard column.isAddress, column.name.hasPrefix("pkt-") else { return nil }
            return columns[..<place].firstIndex { $0.isAddress && "pkt-\($0.name)" == column.name }
        }
    }

    /// The fields that AWS does not document.
    public var unknownFieldNames: [String] { columns.filter { !$0.isKnown }.map(\.name) }

    /// The place of the column of that name, or `nil`.
    public func index(ofColumn columnName: String) -> Int? {
        columns.firstIndex { $0.columnName == columnName }
    }
}
