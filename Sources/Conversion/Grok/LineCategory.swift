import FlowLogs

/// Lines that a classifier is right or wrong about together.
public enum LineCategory: Sendable, Hashable {
    /// By what the record says.
    case kind(FlowLogLineKind)
    /// With the timestamp of a CloudWatch Logs export before it.
    case exported

    /// All categories, in the order of a report.
    public static let all: [LineCategory] = [
        .kind(.record), .kind(.noData), .kind(.skipData), .kind(.unknownAccount), .exported, .kind(.header),
    ]

    /// The name in a table.
    public var name: String {
        switch self {
        case .kind(let kind): kind.rawValue
        case .exported: "exported"
        }
    }

    /// One such line in a sentence.
    var phrase: String {
        switch self {
        case .kind(.record): "record"
        case .kind(.header): "header line"
        case .kind(.noData): "NODATA line"
        case .kind(.skipData): "SKIPDATA line"
        case .kind(.unknownAccount): "line of an unknown account"
        case .exported: "exported line with a timestamp"
        }
    }

    /// The categories of a line.
    ///
    /// A pattern that is not for exported lines has but one trouble with them, whatever their records are.
    static func categories(of line: [UInt8], isExportPattern: Bool) -> [LineCategory] {
        let isExported = FlowLogLineKind.isExported(line)
        if isExported, !isExportPattern { return [.exported] }
        return [.kind(FlowLogLineKind(line))] + (isExported ? [.exported] : [])
    }
}
