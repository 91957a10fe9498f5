import TestSupport
import Testing

@testable import Lake

@Suite struct PathTests {
    @Test(arguments: [
        ("plain", "plain"), ("", "__HIVE_DEFAULT_PARTITION__"), ("a/b", "a%2Fb"), ("a=b", "a%3Db"), ("100%", "100%25"),
        ("a b", "a b"), ("\u{1}\n\u{7F}", "%01%0A%7F"), ("é", "é"), ("a:b", "a%3Ab"),
        ("\"#'*?\\{[]^", "%22%23%27%2A%3F%5C%7B%5B%5D%5E"),
        ("%2F", "%252F"), ("2001:db8::1", "2001%3Adb8%3A%3A1"), ("\0", "%00"), ("\r\n", "%0D%0A"),
    ])
    func escapes(_ value: String, _ expected: String) {
        #expect(HivePath.escape(value) == expected)
        if !value.isEmpty { #expect(HivePath.unescape(expected) == value) }
    }

    @Test(arguments: [
        ("%", "%"), ("%2", "%2"), ("%2f", "/"), ("%zz", "%zz"), ("%%41", "%A"), ("a%20b", "a b"), ("", ""),
    ])
    func unescapes(_ name: String, _ expected: String) {
        #expect(HivePath.unescape(name) == expected)
    }

    @Test func anyValueIsOneFolderAndComesBack() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<5000 {
            let value =
                random.oneIn(2)
                ? random.text(upTo: 12) : String((0..<random.below(6)).map { _ in random.pick(Array("./%=2F:é")) })
            let escaped = HivePath.escape(value)
            // By bytes: a mark behind a slash or an equals sign makes one Character of both.
            #expect(!escaped.utf8.contains(0x2F) && !escaped.utf8.contains(0x3D) && !escaped.utf8.contains(0))
            #expect(!escaped.isEmpty)
            if !value.isEmpty { #expect(Array(HivePath.unescape(escaped).utf8) == Array(value.utf8)) }
        }
    }

    // MARK: Schemes

    @Test(arguments: [
        ("none", []), ("month", ["year", "month"]), ("day", ["year", "month", "day"]),
        ("hour", ["year", "month", "day", "hour"]),
        ("aws", ["aws-account-id", "aws-service", "aws-region", "year", "month", "day"]),
        ("account={account-id}/day=%Y-%m-%d", ["account", "day"]), ("/a=1//b=%Y/", ["a", "b"]),
    ])
    func schemes(_ text: String, _ keys: [String]) throws {
        let scheme = try PartitionScheme(text)
        #expect(scheme.keys.map(\.name) == keys)
        #expect(scheme.text == text)
        #expect(scheme.prefix == (text == "aws" ? ["AWSLogs"] : []))
    }

    @Test func pieces() throws {
        let scheme = try PartitionScheme("a=x{account-id}-{region}%%/b=%Y%m%d%H/c={account-id}=")
        #expect(
            scheme.keys.map(\.pieces) == [
                [.literal("x"), .field("account-id"), .literal("-"), .field("region"), .literal("%")],
                [.year, .month, .day, .hour], [.field("account-id"), .literal("=")],
            ]
        )
        #expect(scheme.fieldNames == ["account-id", "region"])
        #expect(scheme.granularity == 3600)
        #expect(try PartitionScheme("day") == .byDay)
        #expect(try PartitionScheme("day").granularity == 86_400)
        #expect(try PartitionScheme("a={b}").granularity == nil)
    }

    @Test(arguments: [
        ("daily", PartitionSchemeError.Code.notKeyValue("daily")), ("a=1/b", .notKeyValue("b")),
        ("x/a=1", .notKeyValue("x")), ("A=1", .invalidKey("A")), ("=1", .invalidKey("")), ("a b=1", .invalidKey("a b")),
        ("..=1", .invalidKey("..")), ("é=1", .invalidKey("é")), ("a=1/a=2", .duplicateKey("a")),
        ("a=", .emptyValue("")),
        ("a=%y", .unknownTimeCode("%y")), ("a=%", .unknownTimeCode("%")), ("a={", .unclosedField("{")),
        ("a={}", .unclosedField("{}")), ("a={b", .unclosedField("{b")), ("", .notKeyValue("")),
    ])
    func schemesThatAreNone(_ text: String, _ code: PartitionSchemeError.Code) {
        #expect(throws: PartitionSchemeError(code)) { try PartitionScheme(text) }
        #expect(!PartitionSchemeError(code).description.contains("\n"))
    }

    @Test func keysThatAreColumns() throws {
        let scheme = try PartitionScheme("start=%Y")
        #expect(throws: PartitionSchemeError(.keyIsColumn("start"))) { try scheme.check(columnNames: ["a", "start"]) }
        try scheme.check(columnNames: ["a", "end"])
    }

    @Test func whatAKeyTells() {
        let name = "123456789012_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz"
        for key in [name, "AWSLogs/1/\(name)"] {
            #expect(ObjectOrigin(key: key).accountID == "123456789012")
            #expect(ObjectOrigin(key: key).region == "us-east-1")
        }
        for key in [
            "", "x.log", "12345678901_vpcflowlogs_us-east-1_x", "12345678901x_vpcflowlogs_us-east-1_x", "-", "/",
        ] {
            #expect(ObjectOrigin(key: key) == .unknown)
            #expect(ObjectOrigin(key: key).interfaceID == nil)
        }
    }

    /// Exported streams of flow logs are named after their interface.
    @Test func whatAnExportsKeyTells() {
        for (key, interface) in [
            ("logs/cda45419-90ea/eni-1235b8ca-all/000000.gz", "eni-1235b8ca"), ("eni-0a-reject/000012", "eni-0a"),
            ("eni-0a-accept/000012.gz", "eni-0a"), ("eni-0a-some/000000.gz", nil), ("x-0a-all/000000.gz", nil),
            ("eni-0a-all/0000.gz", nil), ("eni-0a-all/x00000.gz", nil), ("000000.gz", nil),
        ] {
            #expect(ObjectOrigin(key: key).interfaceID == interface, "\(key)")
        }
    }
}
