import Columnar
import TestSupport
import Testing

@testable import FlowLogs

@Suite struct ShapingTests {
    /// The columns that come out for a text, as text a row.
    private func shaped(
        _ text: String,
        _ change: (inout ColumnOptions) -> Void
    ) throws -> (names: [String], types: [ColumnType], rows: [[String]]) {
        var options = ColumnOptions()
        change(&options)
        let parser = RecordParser()
        parser.beginObject()
        var lines = LineBlocks()
        let block = TextBlock(capacity: 0)
        var rest = Array(text.utf8)[...]
        var shaper: RowShaper?
        var rows: [[String]] = []
        while lines.fill(
            block,
            from: { room in
                let part = rest.prefix(room.count)
                for (place, byte) in part.enumerated() { room[place] = byte }
                rest = rest.dropFirst(part.count)
                return part.count
            }
        ) {
            parser.begin(block)
            while let batch = try parser.nextBatch() {
                let current = shaper ?? RowShaper(RowShape(format: batch.format, options: options))
                shaper = current
                let columns = current.columns(of: batch, object: "bucket/key")
                for row in 0..<batch.count { rows.append(columns.map { Self.text($0, row) }) }
            }
        }
        let shape = try #require(shaper?.shape)
        return (shape.columns.map(\.name), shape.columns.map(\.type), rows)
    }

    private static func text(_ column: ColumnVector, _ row: Int) -> String {
        switch column.type {
        case .string: column.string(at: row) ?? "NULL"
        case .boolean: column.boolean(at: row).map { "\($0)" } ?? "NULL"
        default: column.integer(at: row).map { "\($0)" } ?? "NULL"
        }
    }

    private static let header = "srcaddr dstaddr srcport dstport protocol tcp-flags start instance-tag\n"
    private static let lines = """
        10.0.0.1 8.8.8.8 49152 443 6 18 1700000000 caf%C3%A9
        8.8.8.8 10.0.0.1 443 49152 6 0 - -
        fd00::1 fe80::2 53 53 17 3 1 100%
        2001:db8::1 8.8.4.4 0 0 1 - 2 %FF
        - 172.32.0.1 1 2 200 255 9223372036854775807 %2

        """

    @Test func derivedColumns() throws {
        let found = try shaped(Self.header + Self.lines) {
            $0.derived = DerivedColumn.allCases
            $0.selection = DerivedColumn.allCases.map(\.rawValue)
        }
        #expect(
            found.names == [
                "protocol_name", "tcp_flags_text", "direction", "src_private", "dst_private", "community_id",
            ]
        )
        #expect(found.types == [.string, .string, .string, .boolean, .boolean, .string])
        #expect(
            found.rows.map { Array($0.prefix(5)) } == [
                ["TCP", "SYN|ACK", "egress", "true", "false"],
                ["TCP", "none", "ingress", "false", "true"],
                ["UDP", "FIN|SYN", "internal", "true", "true"],
                ["ICMP", "NULL", "NULL", "false", "false"],
                ["200", "FIN|SYN|RST|PSH|ACK|URG|ECE|CWR", "NULL", "NULL", "false"],
            ]
        )
        #expect(
            found.rows[0][5].hasPrefix("1:") && found.rows[0][5] == found.rows[1][5],
            "both directions are one flow"
        )
        #expect(found.rows[2][5].hasPrefix("1:") && found.rows[3][5] == "NULL" && found.rows[4][5] == "NULL")
    }

    /// The examples of the specification's baseline, and hashes that other programs compute.
    @Test func communityIDs() throws {
        func id(_ from: String, _ to: String, _ ports: (UInt16, UInt16), _ number: UInt8) throws -> String? {
            var ids = CommunityID()
            let first = CommunityID.End(address: try #require(IPAddress(from.utf8)), port: ports.0)
            let second = CommunityID.End(address: try #require(IPAddress(to.utf8)), port: ports.1)
            let ends = second.precedes(first) ? (second, first) : (first, second)
            let text = ids.text(
                of: ends.0,
                ends.1,
                protocol: number,
                hasPorts: CommunityID.hasPorts(Int64(number)) == true
            )
            return text.map { String(decoding: $0.prefix(CommunityID.length), as: UTF8.self) }
        }
        #expect(try id("128.232.110.120", "66.35.250.204", (34855, 80), 6) == "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")
        #expect(try id("66.35.250.204", "128.232.110.120", (80, 34855), 6) == "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")
        #expect(try id("192.168.1.52", "8.8.8.8", (54585, 53), 17) == "1:d/FP5EW3wiY1vCndhwleRRKHowQ=")
        #expect(CommunityID.hasPorts(1) == nil && CommunityID.hasPorts(58) == nil && CommunityID.hasPorts(256) == nil)
        #expect(CommunityID.hasPorts(132) == true && CommunityID.hasPorts(47) == false && CommunityID.isAvailable)
    }

    @Test func addresses() {
        let cases: [(String, Bool?)] = [
            ("10.1.2.3", true), ("172.15.0.1", false), ("172.31.255.255", true), ("192.168.0.0", true),
            ("100.64.0.1", true),
            ("100.128.0.1", false), ("169.254.169.254", true), ("127.0.0.1", true), ("1.2.3", nil), ("1.2.3.256", nil),
            ("1.2.3.4.5", nil), ("", nil), ("fc00::", true), ("fe80::1", true), ("::1", true), ("::", false),
            ("2001:db8::8a2e:370:7334", false), ("::ffff:10.0.0.1", true), ("1:2:3:4:5:6:7:8", false),
            ("1:2:3:4:5:6:7:8:9", nil), ("1::2::3", nil), (":1", nil), ("1:", nil), ("::12345", nil), ("x::", nil),
            (":::", nil),
        ]
        for (text, isPrivate) in cases { #expect(IPAddress(text.utf8)?.isPrivate == isPrivate, "\(text)") }
        #expect(IPAddress("2001:db8::1".utf8)?.bytes == [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1])
    }

    @Test func timesTagsAndLineage() throws {
        let found = try shaped("\n" + Self.header + Self.lines) {
            $0.hasTimestamps = true
            $0.decodesTags = true
            $0.lineage = [.object, .line]
            $0.selection = ["start", "instance_tag", "source_object", "source_line", "never-heard-of"]
        }
        #expect(found.types == [.timestampMillis, .string, .string, .int64])
        #expect(
            found.rows == [
                ["1700000000000", "caf\u{E9}", "bucket/key", "3"],
                ["NULL", "NULL", "bucket/key", "4"],
                ["1000", "100%", "bucket/key", "5"],
                ["2000", "%FF", "bucket/key", "6"],
                ["NULL", "%2", "bucket/key", "7"],
            ]
        )
    }

    @Test func padding() throws {
        for version in ColumnOptions.versions {
            let expected = FlowField.all.filter { ($0.vpcVersion ?? .max) <= version }
            var options = ColumnOptions()
            options.padToVersion = version
            for format in [RecordFormat.vpcDefault, try RecordFormat(fieldNames: FlowField.defaultNames.reversed())] {
                let shape = RowShape(format: format, options: options)
                #expect(
                    shape.columns.map(\.name) == expected.map(\.columnName),
                    "the same columns, whatever the order of fields"
                )
                #expect(shape.columns.map(\.type) == expected.map(\.type.columnType))
            }
        }
        let gateway = try shaped("tgw-id srcaddr future\na 10.0.0.1 z\n") { $0.padToVersion = 6 }
        #expect(
            Set(gateway.names) == Set(FlowField.transitGatewayDefaultNames.map(FlowField.columnName)).union(["future"])
        )
        #expect(gateway.names.last == "future")
        #expect(gateway.rows[0].filter { $0 != "NULL" } == ["10.0.0.1", "a", "z"])
        #expect(RowShape(format: .vpcDefault).isPlain)
        #expect(
            RowShape(
                format: RecordFormat.vpcDefault.withEventTime,
                options: { () -> ColumnOptions in
                    var options = ColumnOptions()
                    options.padToVersion = 3
                    return options
                }()
            ).columns.first?.name == "event_time"
        )
    }
}
