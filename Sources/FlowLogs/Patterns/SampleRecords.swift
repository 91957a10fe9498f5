/// One record of each kind for a list of fields, to try patterns on.
public struct SampleRecords: Sendable {
    /// A kind of record and its line.
    public struct Sample: Sendable {
        /// The kind.
        public let kind: FlowLogLineKind
        /// The line, without a line end.
        public let line: String
    }

    /// What a CloudWatch Logs export puts before a line.
    public static let exportPrefix = "2025-05-27T05:12:33.000Z "

    /// A record of traffic, one without data, one skipped, and one of an unknown account.
    ///
    /// Where the fields do not tell the kinds apart there are fewer.
    public let samples: [Sample]

    /// Records of those fields, by their documented names.
    public init(fieldNames: [String]) {
        let traffic = fieldNames.map(Self.value)
        var lines = [(FlowLogLineKind.record, traffic)]
        let empty = zip(fieldNames, traffic).map { name, value in Self.alwaysKnown.contains(name) ? value : "-" }
        for kind in [FlowLogLineKind.noData, .skipData] {
            lines.append((kind, zip(fieldNames, empty).map { $0 == "log-status" ? kind.rawValue : $1 }))
        }
        if fieldNames.contains("account-id") {
            let unknown = zip(fieldNames, traffic).map { $0 == "account-id" ? "unknown" : $1 }
            lines.append((.unknownAccount, unknown))
        }
        samples = lines.map { Sample(kind: $0, line: $1.joined(separator: " ")) }
    }

    /// What a record without data has as well.
    private static let alwaysKnown: Set<String> = [
        "version", "account-id", "interface-id", "start", "end", "log-status",
    ]

    private static func value(_ field: String) -> String {
        if let value = values[field] { return value }
        switch FlowField.named(field)?.type {
        case .int32, .int64: return "1"
        case .string, nil: return field.hasSuffix("addr") ? "172.31.16.139" : "\(field)-0a1b2c3d"
        }
    }

    private static let values = [
        "version": "2", "account-id": "123456789012", "interface-id": "eni-1235b8ca123456789",
        "srcaddr": "172.31.16.139", "dstaddr": "2001:db8::1", "srcport": "20641", "dstport": "443", "protocol": "6",
        "packets": "20", "bytes": "4249", "start": "1748322753", "end": "1748322810", "action": "ACCEPT",
        "log-status": "OK", "tcp-flags": "19", "type": "IPv4", "flow-direction": "ingress", "region": "us-east-1",
        "traffic-path": "-", "pkt-src-aws-service": "AMAZON", "pkt-dst-aws-service": "-", "reject-reason": "-",
        "instance-tag": "team%20a", "resource-type": "TransitGateway",
    ]
}
