/// What the tokens of a line without a header could be.
public struct FormatGuess: Sendable, Equatable {
    /// A documented order of fields that the line fits, or `nil`.
    public let format: RecordFormat?
    /// What each token looks like, for people: a field's name, `address`, `number`, `time`, or `text`.
    public let tokens: [String]
    /// Whether an export's timestamp stands before the record.
    public let hasEventTime: Bool

    /// Looks at one line.
    public init(line: [UInt8]) {
        (format, tokens, hasEventTime) = line.withUnsafeBufferPointer { bytes in
            let tokens = Tokenizer.tokens(bytes)
            let isStamped = tokens.first.map { TimestampKernel.parse($0) != nil } ?? false
            let record = Array(tokens.dropFirst(isStamped ? 1 : 0))
            let format = Self.documented.first { format in
                format.columns.count == record.count
                    && zip(record, format.columns).allSatisfy { FieldShape.fits($0, $1) }
            }
            return (format, record.map { Self.look(Array($0)) }, isStamped)
        }
    }

    /// Whether this can be a flow log at all: addresses, interfaces, or the words of actions and states.
    public var looksLikeFlowLog: Bool {
        let telling = ["address", "interface-id", "action", "log-status", "flow-direction", "tgw-id"]
        return tokens.count > 1 && tokens.count { telling.contains($0) } >= 2
    }

    /// The orders in which AWS documents fields: VPC fields up to each version, and the first ones of Transit Gateway Flow
    /// Logs.
    private static let documented: [RecordFormat] = {
        let vpc = (2...11).map { version in
            FlowField.all.filter { ($0.vpcVersion ?? .max) <= version }.map(\.name)
        }
        let gateway = (26...36).reversed().map { Array(FlowField.transitGatewayDefaultNames.prefix($0)) }
        let examples = [
            "version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr "
                + "pkt-dstaddr protocol bytes packets start end action tcp-flags log-status",
            "instance-id interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr",
            "version interface-id account-id vpc-id subnet-id instance-id srcaddr dstaddr srcport dstport protocol tcp-flags "
                + "type pkt-srcaddr pkt-dstaddr action log-status",
            "resource-id instance-id interface-id subnet-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr",
            "version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id "
                + "instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr "
                + "pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status",
        ].map { $0.split(separator: " ").map(String.init) }
        return (vpc + gateway + examples).compactMap { try? RecordFormat(fieldNames: $0) }
    }()

    private static func look(_ token: [UInt8]) -> String {
        let text = String(decoding: token, as: UTF8.self)
        switch text {
        case "-": return "-"
        case "ACCEPT", "REJECT": return "action"
        case "OK", "NODATA", "SKIPDATA": return "log-status"
        case "IPv4", "IPv6", "EFA": return "type"
        case "ingress", "egress": return "flow-direction"
        default: break
        }
        let prefixes = [
            ("eni-", "interface-id"), ("vpc-", "vpc-id"), ("subnet-", "subnet-id"), ("i-", "instance-id"),
            ("tgw-attach-", "tgw-attachment-id"), ("tgw-", "tgw-id"), ("nat-", "resource-id"),
        ]
        for (prefix, name) in prefixes where text.hasPrefix(prefix) { return name }
        if IPAddress(token) != nil { return "address" }
        guard token.allSatisfy({ (0x30...0x39).contains($0) }) else { return "text" }
        if token.count == 12 { return "account-id" }
        return token.count == 10 && token[0] == UInt8(ascii: "1") ? "time" : "number"
    }
}
