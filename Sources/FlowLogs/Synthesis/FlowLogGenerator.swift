import Columnar

/// Writes flow logs that nobody's network produced: the same seed gives the same bytes.
///
/// A few hundred interfaces talk to a few tens of thousands of peers, some far more than others; time moves on from the
/// first line to the last; about one line in two hundred is NODATA or SKIPDATA.
public struct FlowLogGenerator {
    private let format: SyntheticFormat
    private let fieldNames: [String]
    private let lines: Int
    private let start: Int
    private let duration: Int
    private var random: SplitMix64
    private var written = 0
    private let interfaces: [Interface]

    /// An interface and what belongs to it.
    private struct Interface {
        let id: String
        let address: String
        let account: String
        let vpc: String
        let subnet: String
        let instance: String
        let zone: Int
    }

    /// A generator of `lines` records.
    ///
    /// - Parameters:
    ///   - start: Unix seconds of the first record.
    ///   - duration: Seconds from the first record to the last.
    public init(format: SyntheticFormat, lines: Int, seed: UInt64, start: Int, duration: Int) {
        self.format = format
        fieldNames = format.fieldNames
        self.lines = lines
        self.start = start
        self.duration = duration
        var random = SplitMix64(seed: seed)
        interfaces = (0..<400).map { index in
            let subnet = index / 40
            return Interface(
                id: "eni-0" + Self.hex(&random, 16),
                address: "10.0.\(subnet).\(10 + index % 40)",
                account: ["123456789012", "210987654321", "001234567890"][index % 3],
                vpc: "vpc-0" + Self.hex(&random, 16),
                subnet: "subnet-0" + Self.hex(&random, 16),
                instance: "i-0" + Self.hex(&random, 16),
                zone: 1 + subnet % 3
            )
        }
        self.random = random
    }

    /// Appends up to `count` more lines, the header line before the first; `false` where there are none left.
    public mutating func append(_ count: Int, to text: inout [UInt8]) -> Bool {
        guard written < lines || (lines == 0 && written == 0) else { return false }
        if written == 0, format.hasHeader {
            text.append(contentsOf: fieldNames.joined(separator: " ").utf8)
            text.append(UInt8(ascii: "\n"))
        }
        let end = min(lines, written + count)
        while written < end {
            appendRecord(to: &text)
            written += 1
        }
        if lines == 0 { written = 1 }
        return true
    }

    // MARK: Records

    private mutating func appendRecord(to text: inout [UInt8]) {
        let flow = SyntheticFlow(time: start + (lines > 1 ? written * duration / lines : 0), &random)
        let local = interfaces[random.skewed(interfaces.count)]
        if format == .cloudwatchExport {
            text.append(contentsOf: Self.timestamp(flow.start).utf8)
            text.append(UInt8(ascii: " "))
        }
        for (index, name) in fieldNames.enumerated() {
            if index > 0 { text.append(UInt8(ascii: " ")) }
            text.append(contentsOf: value(of: name, flow, local).utf8)
        }
        text.append(UInt8(ascii: "\n"))
    }

    private mutating func value(of name: String, _ flow: SyntheticFlow, _ local: Interface) -> String {
        switch name {
        case "version": return String(format.version)
        case "account-id", "tgw-src-vpc-account-id": return local.account
        case "interface-id", "tgw-src-eni": return local.id
        case "start": return String(flow.start)
        case "end": return String(flow.end)
        case "log-status": return flow.status
        case "vpc-id", "tgw-src-vpc-id": return local.vpc
        case "subnet-id", "tgw-src-subnet-id": return local.subnet
        case "instance-id": return local.instance
        case "region": return "us-east-1"
        case "az-id", "tgw-src-az-id": return "use1-az\(local.zone)"
        case "resource-type": return "TransitGateway"
        case "tgw-id": return "tgw-0123456789abcdef0"
        case "tgw-attachment-id": return "tgw-attach-0123456789abcdef0"
        default: break
        }
        guard flow.status == "OK" else { return "-" }
        switch name {
        case "srcaddr": return flow.isIngress ? flow.peer : local.address
        case "dstaddr": return flow.isIngress ? local.address : flow.peer
        case "pkt-srcaddr": return flow.isIngress ? flow.peer : local.address
        case "pkt-dstaddr": return flow.isIngress ? local.address : flow.peer
        case "srcport": return String(flow.isIngress ? flow.ephemeralPort : flow.servicePort)
        case "dstport": return String(flow.isIngress ? flow.servicePort : flow.ephemeralPort)
        case "protocol": return String(flow.protocolNumber)
        case "packets": return String(flow.packets)
        case "bytes": return String(flow.bytes)
        case "action": return flow.isAccepted ? "ACCEPT" : "REJECT"
        case "tcp-flags": return flow.protocolNumber == 6 ? ["2", "18", "19", "3"][random.below(4)] : "0"
        case "type": return flow.peer.utf8.contains(UInt8(ascii: ":")) ? "IPv6" : "IPv4"
        case "pkt-src-aws-service", "pkt-dst-aws-service":
            return random.happens(perMille: 60) ? ["S3", "EC2", "DYNAMODB", "CLOUDFRONT"][random.below(4)] : "-"
        case "flow-direction": return flow.isIngress ? "ingress" : "egress"
        case "traffic-path": return flow.isIngress ? "-" : String(1 + random.below(8))
        case "encryption-status": return String(random.below(4))
        case "reject-reason": return flow.isAccepted ? "-" : "BPA"
        case "packets-lost-no-route", "packets-lost-blackhole", "packets-lost-mtu-exceeded", "packets-lost-ttl-expired":
            return random.happens(perMille: 990) ? "0" : String(random.below(100))
        case "instance-tag": return "web%20tier%2F\(local.zone)"
        case "interface-tag": return "prod"
        case "interface-type": return random.happens(perMille: 100) ? "nat_gateway" : "-"
        case "ecs-cluster-arn": return "arn:aws:ecs:us-east-1:\(local.account):cluster/main"
        case "ecs-cluster-name": return "main"
        case "ecs-task-id": return "task\(local.zone)\(local.instance.suffix(6))"
        case "ecs-service-name": return "service-\(local.zone)"
        default: return "-"
        }
    }

    // MARK: Text

    private static func hex(_ random: inout SplitMix64, _ digits: Int) -> String {
        let text = String(random.next(), radix: 16)
        return String((String(repeating: "0", count: 16) + text).suffix(digits))
    }

    private static func timestamp(_ seconds: Int) -> String {
        let date = CivilDate(daysSinceEpoch: seconds / 86_400)
        let second = seconds % 86_400
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let time = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        return "\(date.year)-\(two(date.month))-\(two(date.day))T\(time).000Z"
    }
}
