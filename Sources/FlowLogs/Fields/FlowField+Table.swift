extension FlowField {
    /// Every field that AWS documents: the 54 of VPC Flow Logs in their documented order, then the 18 that only Transit
    /// Gateway Flow Logs have.
    ///
    /// A new AWS field is one line here; parser, files, catalog and documents follow.
    public static let all: [FlowField] = [
        FlowField("version", .int32, vpc: 2, transitGateway: 2, "Version of the record format"),
        FlowField(
            "account-id",
            .string,
            vpc: 2,
            transitGateway: 2,
            "Account that owns the source interface, or unknown"
        ),
        FlowField("interface-id", .string, vpc: 2, transitGateway: nil, "Network interface that recorded the traffic"),
        FlowField("srcaddr", .string, vpc: 2, transitGateway: 2, "Source address"),
        FlowField("dstaddr", .string, vpc: 2, transitGateway: 2, "Destination address"),
        FlowField("srcport", .int32, vpc: 2, transitGateway: 2, "Source port"),
        FlowField("dstport", .int32, vpc: 2, transitGateway: 2, "Destination port"),
        FlowField("protocol", .int32, vpc: 2, transitGateway: 2, "IANA protocol number"),
        FlowField("packets", .int64, vpc: 2, transitGateway: 2, "Packets of the flow"),
        FlowField("bytes", .int64, vpc: 2, transitGateway: 2, "Bytes of the flow"),
        FlowField("start", .int64, vpc: 2, transitGateway: 2, "Unix seconds of the first packet in the interval"),
        FlowField("end", .int64, vpc: 2, transitGateway: 2, "Unix seconds of the last packet in the interval"),
        FlowField("action", .string, vpc: 2, transitGateway: nil, "ACCEPT or REJECT"),
        FlowField("log-status", .string, vpc: 2, transitGateway: 2, "OK, NODATA or SKIPDATA"),
        FlowField("vpc-id", .string, vpc: 3, transitGateway: nil, "VPC of the interface"),
        FlowField("subnet-id", .string, vpc: 3, transitGateway: nil, "Subnet of the interface"),
        FlowField("instance-id", .string, vpc: 3, transitGateway: nil, "Instance of the interface, where it is yours"),
        FlowField("tcp-flags", .int32, vpc: 3, transitGateway: 3, "TCP flags seen in the interval, or-ed"),
        FlowField("type", .string, vpc: 3, transitGateway: 3, "IPv4, IPv6 or EFA"),
        FlowField("pkt-srcaddr", .string, vpc: 3, transitGateway: nil, "Source address in the packet itself"),
        FlowField("pkt-dstaddr", .string, vpc: 3, transitGateway: nil, "Destination address in the packet itself"),
        FlowField("region", .string, vpc: 4, transitGateway: 4, "Region of the interface"),
        FlowField("az-id", .string, vpc: 4, transitGateway: nil, "Availability Zone ID"),
        FlowField("sublocation-type", .string, vpc: 4, transitGateway: nil, "wavelength, outpost or localzone"),
        FlowField("sublocation-id", .string, vpc: 4, transitGateway: nil, "Sublocation ID"),
        FlowField("pkt-src-aws-service", .string, vpc: 5, transitGateway: 5, "AWS service that owns pkt-srcaddr"),
        FlowField("pkt-dst-aws-service", .string, vpc: 5, transitGateway: 5, "AWS service that owns pkt-dstaddr"),
        FlowField("flow-direction", .string, vpc: 5, transitGateway: 5, "ingress or egress"),
        FlowField("traffic-path", .int32, vpc: 5, transitGateway: nil, "Path that egress traffic took, 1 to 8"),
        FlowField("ecs-cluster-arn", .string, vpc: 7, transitGateway: nil, "ARN of the ECS cluster"),
        FlowField("ecs-cluster-name", .string, vpc: 7, transitGateway: nil, "Name of the ECS cluster"),
        FlowField(
            "ecs-container-instance-arn",
            .string,
            vpc: 7,
            transitGateway: nil,
            "ARN of the ECS container instance"
        ),
        FlowField(
            "ecs-container-instance-id",
            .string,
            vpc: 7,
            transitGateway: nil,
            "ID of the ECS container instance"
        ),
        FlowField("ecs-container-id", .string, vpc: 7, transitGateway: nil, "Runtime ID of the first container"),
        FlowField(
            "ecs-second-container-id",
            .string,
            vpc: 7,
            transitGateway: nil,
            "Runtime ID of the second container"
        ),
        FlowField("ecs-service-name", .string, vpc: 7, transitGateway: nil, "Name of the ECS service"),
        FlowField("ecs-task-definition-arn", .string, vpc: 7, transitGateway: nil, "ARN of the ECS task definition"),
        FlowField("ecs-task-arn", .string, vpc: 7, transitGateway: nil, "ARN of the ECS task"),
        FlowField("ecs-task-id", .string, vpc: 7, transitGateway: nil, "ID of the ECS task"),
        FlowField("reject-reason", .string, vpc: 8, transitGateway: nil, "Why traffic was rejected: BPA or EC"),
        FlowField("resource-id", .string, vpc: 9, transitGateway: nil, "Regional NAT gateway of the interface"),
        FlowField("encryption-status", .int32, vpc: 10, transitGateway: nil, "0 none, 1 Nitro, 2 application, 3 both"),
        FlowField("instance-tag", .string, vpc: 11, transitGateway: nil, "First instance tag, percent-encoded"),
        FlowField("instance-tag-2", .string, vpc: 11, transitGateway: nil, "Second instance tag, percent-encoded"),
        FlowField("interface-tag", .string, vpc: 11, transitGateway: nil, "First interface tag, percent-encoded"),
        FlowField("interface-tag-2", .string, vpc: 11, transitGateway: nil, "Second interface tag, percent-encoded"),
        FlowField("asg-tag", .string, vpc: 11, transitGateway: nil, "First Auto Scaling group tag, percent-encoded"),
        FlowField("asg-tag-2", .string, vpc: 11, transitGateway: nil, "Second Auto Scaling group tag, percent-encoded"),
        FlowField("interface-type", .string, vpc: 11, transitGateway: nil, "Kind of the capturing interface"),
        FlowField("next-hop-interface-id", .string, vpc: 11, transitGateway: nil, "Next hop interface"),
        FlowField("next-hop-subnet-id", .string, vpc: 11, transitGateway: nil, "Subnet of the next hop"),
        FlowField("next-hop-az-id", .string, vpc: 11, transitGateway: nil, "Availability Zone ID of the next hop"),
        FlowField("next-hop-vpc-id", .string, vpc: 11, transitGateway: nil, "VPC of the next hop"),
        FlowField("next-hop-interface-type", .string, vpc: 11, transitGateway: nil, "Kind of the next hop interface"),
        FlowField("resource-type", .string, vpc: nil, transitGateway: 6, "Kind of the logged resource"),
        FlowField("tgw-id", .string, vpc: nil, transitGateway: 6, "Transit gateway"),
        FlowField("tgw-attachment-id", .string, vpc: nil, transitGateway: 6, "Transit gateway attachment"),
        FlowField("tgw-src-vpc-account-id", .string, vpc: nil, transitGateway: 6, "Account of the source VPC"),
        FlowField("tgw-dst-vpc-account-id", .string, vpc: nil, transitGateway: 6, "Account of the destination VPC"),
        FlowField("tgw-src-vpc-id", .string, vpc: nil, transitGateway: 6, "Source VPC"),
        FlowField("tgw-dst-vpc-id", .string, vpc: nil, transitGateway: 6, "Destination VPC"),
        FlowField("tgw-src-subnet-id", .string, vpc: nil, transitGateway: 6, "Source subnet"),
        FlowField("tgw-dst-subnet-id", .string, vpc: nil, transitGateway: 6, "Destination subnet"),
        FlowField("tgw-src-eni", .string, vpc: nil, transitGateway: 6, "Source attachment interface"),
        FlowField("tgw-dst-eni", .string, vpc: nil, transitGateway: 6, "Destination attachment interface"),
        FlowField("tgw-src-az-id", .string, vpc: nil, transitGateway: 6, "Availability Zone ID of the source"),
        FlowField("tgw-dst-az-id", .string, vpc: nil, transitGateway: 6, "Availability Zone ID of the destination"),
        FlowField("tgw-pair-attachment-id", .string, vpc: nil, transitGateway: 6, "Attachment at the other end"),
        FlowField("packets-lost-no-route", .int64, vpc: nil, transitGateway: 6, "Packets lost for want of a route"),
        FlowField("packets-lost-blackhole", .int64, vpc: nil, transitGateway: 6, "Packets lost to a black hole"),
        FlowField("packets-lost-mtu-exceeded", .int64, vpc: nil, transitGateway: 6, "Packets lost to the MTU"),
        FlowField("packets-lost-ttl-expired", .int64, vpc: nil, transitGateway: 6, "Packets lost to an expired TTL"),
    ]

    /// The field of that name, or `nil` where AWS documents none.
    public static func named(_ name: String) -> FlowField? { byName[name] }

    /// The field of that name or column name, or `nil`.
    public static func named(column: String) -> FlowField? { byName[column] ?? byColumnName[column] }

    private static let byColumnName = Dictionary(uniqueKeysWithValues: all.map { ($0.columnName, $0) })
    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The names of the default record format of VPC Flow Logs, version 2, in order.
    public static let defaultNames = """
        version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action
        log-status
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    /// The names of the default record format of Transit Gateway Flow Logs, version 6, in order.
    public static let transitGatewayDefaultNames = """
        version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id
        tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id
        tgw-dst-az-id tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end
        log-status type packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded
        packets-lost-ttl-expired tcp-flags region flow-direction pkt-src-aws-service pkt-dst-aws-service
        """.split(whereSeparator: \.isWhitespace).map(String.init)
}
