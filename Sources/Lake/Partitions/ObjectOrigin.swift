/// What the key of a flow log object tells about all of its rows.
public struct ObjectOrigin: Sendable, Hashable {
    /// The account, where the key has AWS's layout.
    public let accountID: String?
    /// The Region, where the key has AWS's layout.
    public let region: String?

    /// Nothing known.
    public static let unknown = ObjectOrigin(accountID: nil, region: nil)

    private init(accountID: String?, region: String?) {
        self.accountID = accountID
        self.region = region
    }

    /// Reads the name that AWS gives its objects:
    /// `123456789012_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz`.
    public init(key: String) {
        let name = key.split(separator: "/").last ?? ""
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        if parts.count >= 4, parts[1] == "vpcflowlogs", parts[0].count == 12,
            parts[0].utf8.allSatisfy({ $0 >= 48 && $0 <= 57 })
        {
            self.init(accountID: String(parts[0]), region: String(parts[2]))
        } else {
            self = .unknown
        }
    }

    /// The value of a field that the key knows.
    func value(of fieldName: String) -> String? {
        switch fieldName {
        case "account-id": accountID
        case "region": region
        default: nil
        }
    }
}
