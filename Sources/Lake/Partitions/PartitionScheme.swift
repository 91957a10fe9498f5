/// How rows are spread over folders: the keys, and what their values are made of.
public struct PartitionScheme: Sendable, Hashable {
    /// One `key=value` folder.
    public struct Key: Sendable, Hashable {
        /// The key: lower case, as Athena and Hive want it.
        public let name: String
        /// What the value is put together from.
        public let pieces: [PartitionValuePiece]
    }

    /// Folders before the first key, without a value of their own; AWS's layout has `AWSLogs`.
    public let prefix: [String]
    /// The keys, outermost first.
    public let keys: [Key]
    /// The scheme as the user gave it.
    public let text: String

    /// The scheme of a `--partition-by` value: `hour`, `day`, `month`, `none`, `aws`, or a template such as
    /// `account={account-id}/day=%Y-%m-%d`.
    ///
    /// - Throws: ``PartitionSchemeError`` where the template cannot be read.
    public init(_ text: String) throws(PartitionSchemeError) {
        switch text {
        case "none": try self.init(text: text, template: "")
        case "month": try self.init(text: text, template: "year=%Y/month=%m")
        case "day": try self.init(text: text, template: "year=%Y/month=%m/day=%d")
        case "hour": try self.init(text: text, template: "year=%Y/month=%m/day=%d/hour=%H")
        case "aws":
            let account = "aws-account-id={account-id}/aws-service=vpcflowlogs/aws-region={region}"
            try self.init(text: text, template: "AWSLogs/\(account)/year=%Y/month=%m/day=%d")
        case "": throw PartitionSchemeError(.notKeyValue(""))
        default: try self.init(text: text, template: text)
        }
    }

    private init(text: String, template: String) throws(PartitionSchemeError) {
        self.text = text
        var prefix: [String] = []
        var keys: [Key] = []
        for folder in template.split(separator: "/", omittingEmptySubsequences: true) {
            guard let equals = folder.firstIndex(of: "=") else {
                guard keys.isEmpty, text == "aws" else { throw PartitionSchemeError(.notKeyValue(String(folder))) }
                prefix.append(String(folder))
                continue
            }
            let name = String(folder[..<equals])
            guard Self.isKeyName(name) else { throw PartitionSchemeError(.invalidKey(name)) }
            guard !keys.contains(where: { $0.name == name }) else { throw PartitionSchemeError(.duplicateKey(name)) }
            keys.append(Key(name: name, pieces: try Self.pieces(folder[folder.index(after: equals)...])))
        }
        self.prefix = prefix
        self.keys = keys
    }

    /// Partition by day: large files, and AWS's own default.
    public static let byDay: PartitionScheme = {
        let keys = [("year", PartitionValuePiece.year), ("month", .month), ("day", .day)]
        return PartitionScheme(prefix: [], keys: keys.map { Key(name: $0.0, pieces: [$0.1]) }, text: "day")
    }()

    private init(prefix: [String], keys: [Key], text: String) {
        self.prefix = prefix
        self.keys = keys
        self.text = text
    }

    private static func isKeyName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func pieces(_ text: Substring) throws(PartitionSchemeError) -> [PartitionValuePiece] {
        var pieces: [PartitionValuePiece] = []
        var literal = ""
        var rest = text
        func flush() {
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = ""
        }
        while let character = rest.popFirst() {
            switch character {
            case "%":
                flush()
                switch rest.popFirst() {
                case "Y": pieces.append(.year)
                case "m": pieces.append(.month)
                case "d": pieces.append(.day)
                case "H": pieces.append(.hour)
                case "%": literal = "%"
                default: throw PartitionSchemeError(.unknownTimeCode(String(text)))
                }
            case "{":
                guard let end = rest.firstIndex(of: "}"), end != rest.startIndex else {
                    throw PartitionSchemeError(.unclosedField(String(text)))
                }
                flush()
                pieces.append(.field(String(rest[..<end])))
                rest = rest[rest.index(after: end)...]
            default: literal.append(character)
            }
        }
        flush()
        guard !pieces.isEmpty else { throw PartitionSchemeError(.emptyValue(String(text))) }
        return pieces
    }

    /// Seconds within which no row's folder changes for its time alone, or `nil` where time plays no part.
    var granularity: Int? { keys.flatMap(\.pieces).compactMap(\.granularity).min() }

    /// The fields that values are made of, each once.
    var fieldNames: [String] {
        var seen: Set<String> = []
        return keys.flatMap(\.pieces).compactMap { piece in
            if case .field(let name) = piece, seen.insert(name).inserted { name } else { nil }
        }
    }

    /// Refuses a key that has the name of a data column: Hive-style tables cannot hold both.
    ///
    /// - Throws: ``PartitionSchemeError`` with a name to use instead.
    public func check(columnNames: [String]) throws(PartitionSchemeError) {
        for key in keys where columnNames.contains(key.name) {
            throw PartitionSchemeError(.keyIsColumn(key.name))
        }
    }
}
