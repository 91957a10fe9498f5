import Columnar

/// A column that is worked out from others of the record; NULL where they are.
public enum DerivedColumn: String, Sendable, Hashable, CaseIterable {
    /// The protocol's name, such as `TCP`, or its number where it has none here.
    case protocolName = "protocol_name"
    /// The TCP flags by name, such as `SYN|ACK`; `none` where none is set.
    case tcpFlagsText = "tcp_flags_text"
    /// `ingress`, `egress` or `internal`.
    ///
    /// The record's flow direction where it has one; otherwise by which of the addresses is private.
    case direction
    /// Whether the source address is private.
    case sourceIsPrivate = "src_private"
    /// Whether the destination address is private.
    case destinationIsPrivate = "dst_private"
    /// The flow's Community ID, version 1, with seed 0.
    ///
    /// NULL for ICMP, whose type and code flow logs do not tell.
    case communityID = "community_id"

    /// How the values are held and stored.
    var type: ColumnType {
        switch self {
        case .sourceIsPrivate, .destinationIsPrivate: .boolean
        case .protocolName, .tcpFlagsText, .direction, .communityID: .string
        }
    }

    /// What the column means, in a few words.
    public var meaning: String {
        switch self {
        case .protocolName: "Name of the protocol"
        case .tcpFlagsText: "TCP flags by name"
        case .direction: "ingress, egress or internal"
        case .sourceIsPrivate: "Whether srcaddr is a private address"
        case .destinationIsPrivate: "Whether dstaddr is a private address"
        case .communityID: "Community ID of the flow, version 1"
        }
    }

    /// IANA's keywords of the protocols that are met; RFC 5237.
    static func protocolName(_ number: Int32) -> String {
        switch number {
        case 0: "HOPOPT"
        case 1: "ICMP"
        case 2: "IGMP"
        case 4: "IPv4"
        case 6: "TCP"
        case 8: "EGP"
        case 17: "UDP"
        case 27: "RDP"
        case 33: "DCCP"
        case 41: "IPv6"
        case 43: "IPv6-Route"
        case 44: "IPv6-Frag"
        case 46: "RSVP"
        case 47: "GRE"
        case 50: "ESP"
        case 51: "AH"
        case 58: "IPv6-ICMP"
        case 59: "IPv6-NoNxt"
        case 60: "IPv6-Opts"
        case 88: "EIGRP"
        case 89: "OSPFIGP"
        case 94: "IPIP"
        case 103: "PIM"
        case 108: "IPComp"
        case 112: "VRRP"
        case 115: "L2TP"
        case 132: "SCTP"
        case 136: "UDPLite"
        case 137: "MPLS-in-IP"
        default: "\(number)"
        }
    }

    /// The flags of RFC 9293, the lowest bit first.
    static func tcpFlags(_ mask: Int32) -> String {
        let names = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"]
        let set = names.enumerated().filter { mask >> Int32($0.offset) & 1 == 1 }.map(\.element)
        return set.isEmpty ? "none" : set.joined(separator: "|")
    }
}
