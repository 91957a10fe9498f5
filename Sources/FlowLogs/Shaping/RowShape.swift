import Columnar

/// The columns that are written for a record format: the one place from which files, DDL and Glue tables take them.
public struct RowShape: Sendable, Hashable {
    /// A column, and where its values come from.
    public struct Column: Sendable, Hashable {
        /// The name in files and tables.
        public let name: String
        /// The name of the field, or the name of the column where it is none.
        public let fieldName: String
        /// How the values are held and stored.
        public let type: ColumnType
        /// Where the values come from.
        let source: Source
    }

    /// Where values come from.
    enum Source: Sendable, Hashable {
        /// A column of the record as it is.
        case record(Int)
        /// A column of seconds, as a timestamp.
        case timestamp(Int)
        /// A column of percent-encoded text.
        case decoded(Int)
        /// Nowhere.
        case null
        /// Other columns.
        case derived(DerivedColumn)
        /// The reader.
        case lineage(LineageColumn)
    }

    /// The columns of the records.
    public let format: RecordFormat
    /// The columns to write.
    public let columns: [Column]

    /// The columns of that format under these options.
    public init(format: RecordFormat, options: ColumnOptions = ColumnOptions()) {
        self.format = format
        var columns = format.columns.enumerated().map { place, column in
            let isTime = options.hasTimestamps && column.isKnown && (column.name == "start" || column.name == "end")
            let isTag =
                options.decodesTags && column.isKnown
                && (column.name.hasSuffix("-tag") || column.name.hasSuffix("-tag-2"))
            return Column(
                name: column.columnName,
                fieldName: column.name,
                type: isTime ? .timestampMillis : column.type,
                source: isTime ? .timestamp(place) : isTag ? .decoded(place) : .record(place)
            )
        }
        var names = Set(columns.map(\.name))
        func add(_ name: String, _ fieldName: String, _ type: ColumnType, _ source: Source) {
            guard names.insert(name).inserted else { return }
            columns.append(Column(name: name, fieldName: fieldName, type: type, source: source))
        }
        if let version = options.padToVersion {
            for field in Self.fields(upTo: version, like: format) {
                let isTime = options.hasTimestamps && (field.name == "start" || field.name == "end")
                add(field.columnName, field.name, isTime ? .timestampMillis : field.type.columnType, .null)
            }
            columns = Self.inDocumentedOrder(columns)
        }
        for column in options.derived { add(column.rawValue, column.rawValue, column.type, .derived(column)) }
        for column in options.lineage { add(column.rawValue, column.rawValue, column.type, .lineage(column)) }
        if let selection = options.selection {
            columns = selection.compactMap { name in columns.first { $0.name == name || $0.fieldName == name } }
        }
        self.columns = columns
    }

    /// Whether rows are written as they are parsed.
    public var isPlain: Bool {
        columns.enumerated().allSatisfy { $0.element.source == .record($0.offset) }
            && columns.count == format.columns.count
    }

    /// The fields that flow logs of the format's kind have up to a version.
    private static func fields(upTo version: Int, like format: RecordFormat) -> [FlowField] {
        let isTransitGateway = format.columns.contains {
            FlowField.named($0.name)?.vpcVersion == nil && $0.isKnown && $0 != .eventTime
        }
        return FlowField.all.filter { field in
            ((isTransitGateway ? field.transitGatewayVersion : field.vpcVersion) ?? .max) <= version
        }
    }

    /// The same columns whatever the order of a format's fields, so that tables of several formats have one schema.
    private static func inDocumentedOrder(_ columns: [Column]) -> [Column] {
        let places = Dictionary(uniqueKeysWithValues: FlowField.all.enumerated().map { ($0.element.name, $0.offset) })
        func rank(_ column: Column) -> Int {
            column.fieldName == RecordColumn.eventTime.name && column.type == .timestampMillis
                ? -1 : places[column.fieldName] ?? .max
        }
        return columns.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(
            \.element
        )
    }
}
