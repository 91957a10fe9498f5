/// The record formats that can be synthesised.
public enum SyntheticFormat: String, Sendable, CaseIterable {
    /// The 14 fields of version 2.
    case `default`
    /// The 29 fields up to version 5.
    case v5
    /// All 54 fields up to version 11.
    case v11
    /// The 36 fields of Transit Gateway Flow Logs.
    case tgw
    /// The default format behind a CloudWatch Logs export's timestamp, without a header line.
    case cloudwatchExport = "cloudwatch-export"

    /// The fields, in order.
    var fieldNames: [String] {
        switch self {
        case .default, .cloudwatchExport: FlowField.defaultNames
        case .v5: FlowField.all.filter { ($0.vpcVersion ?? .max) <= 5 }.map(\.name)
        case .v11: FlowField.all.filter { $0.vpcVersion != nil }.map(\.name)
        case .tgw: FlowField.transitGatewayDefaultNames
        }
    }

    /// What the `version` field says.
    var version: Int {
        switch self {
        case .default, .cloudwatchExport: 2
        case .v5: 5
        case .v11: 11
        case .tgw: 6
        }
    }

    /// Whether objects begin with a header line.
    var hasHeader: Bool { self != .cloudwatchExport }
}
