/// What the key of a flow log object tells about all of its rows.
public struct ObjectOrigin: Sendable, Hashable {
    /// The account, where the key has AWS's layout.
    public let accountID: String?
    /// The Region, where the key has AWS's layout.
    public let region: String?

    /// The interface, where the key is that of a CloudWatch Logs export of its stream.
    public let interfaceID: String?

    /// Nothing known.
    public static let unknown = ObjectOrigin(accountID: nil, region: nil, interfaceID: nil)

    private init(accountID: String?, region: String?, interfaceID: String?) {
        self.accountID = accountID
        self.region = region
        self.interfaceID = interfaceID
    }

    /// Reads the name that AWS gives its objects:
    /// `123456789012_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz`, or the path of an exported stream:
    /// `prefix/task/eni-1234abcd-all/000000.gz`.
    public init(key: String) {
        let name = key.split(separator: "/").last ?? ""
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        if parts.count >= 4, parts[1] == "vpcflowlogs", parts[0].count == 12,
            parts[0].utf8.allSatisfy({ $0 >= 48 && $0 <= 57 })
        {
            self.init(accountID: String(parts[0]), region: String(parts[2]), interfaceID: nil)
        } else if let interface = Self.exportedInterface(key) {
            self.init(accountID: nil, region: nil, interfaceID: interface)
        } else {
            self = .unknown
        }
    }

    private static func exportedInterface(_ key: String) -> String? {
        let parts = key.split(separator: "/")
        guard parts.count >= 2, let file = parts.last, file.hasSuffix(".gz") || !file.contains("."),
            file.prefix(6).utf8.count == 6, file.prefix(6).utf8.allSatisfy({ $0 >= 48 && $0 <= 57 })
        else { return nil }
        let stream = parts[parts.count - 2].split(separator: "-")
        guard stream.count == 3, stream[0] == "eni", ["all", "accept", "reject"].contains(stream[2]) else { return nil }
        return "eni-\(stream[1])"
    }

    /// The value of a field that the key knows.
    func value(of fieldName: String) -> String? {
        switch fieldName {
        case "account-id": accountID
        case "region": region
        case "interface-id": interfaceID
        default: nil
        }
    }
}
