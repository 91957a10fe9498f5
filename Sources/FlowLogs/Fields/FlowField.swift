/// A field of a flow log record, as AWS documents it: the one place from which the parser, the Parquet schema, the Athena
/// DDL and the Glue table take names and types.
public struct FlowField: Sendable, Hashable {
    /// The name in a record format and in header lines, with hyphens: `pkt-srcaddr`.
    public let name: String
    /// The type of AWS's own Parquet delivery.
    ///
    /// Its Athena example says `bigint` for `protocol`; the files say INT_32.
    public let type: FlowFieldType
    /// The VPC Flow Logs version that brought the field, or `nil` where VPC Flow Logs lack it.
    public let vpcVersion: Int?
    /// The Transit Gateway Flow Logs version that brought the field, or `nil` where they lack it.
    public let transitGatewayVersion: Int?
    /// What the field means, in a few words; becomes the column's comment in the catalog.
    public let meaning: String

    init(_ name: String, _ type: FlowFieldType, vpc: Int?, transitGateway: Int?, _ meaning: String) {
        self.name = name
        self.type = type
        vpcVersion = vpc
        transitGatewayVersion = transitGateway
        self.meaning = meaning
    }

    /// The column name that AWS and Athena use: hyphens become underscores.
    public var columnName: String { Self.columnName(of: name) }

    /// A column name for any field name: lower case, with an underscore for whatever Athena does not allow in a name.
    public static func columnName(of name: String) -> String {
        String(
            name.utf8.map { byte -> Character in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    Character(UnicodeScalar(byte))
                case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    Character(UnicodeScalar(byte | 0x20))
                default: "_"
                }
            }
        )
    }
}
