import Grok
import Testing

@testable import FlowLogs

@Suite struct ClassifierPatternTests {
    @Test("every format that AWS knows has a pattern that Glue takes")
    func allFields() throws {
        let vpc = FlowField.all.filter { $0.vpcVersion != nil }.map(\.name)
        for names in [vpc, FlowField.transitGatewayDefaultNames, FlowField.defaultNames] {
            for isExport in [false, true] {
                let format = try RecordFormat(fieldNames: names)
                let pattern = try ClassifierPattern.pattern(for: format, isExport: isExport)
                #expect(pattern.source.count <= 2048)
                #expect(pattern.fields.count == names.count + (isExport ? 1 : 0))
                #expect(pattern.tokens != nil)
                #expect(!ClassifierPattern.matchesHeaderLine(pattern, format))
            }
        }
    }

    @Test("a field that is no number in every record cannot keep header lines out")
    func headerMatches() throws {
        let format = try RecordFormat(fieldNames: ["srcaddr", "bytes"])
        let pattern = try ClassifierPattern.pattern(for: format)
        #expect(pattern.source == "%{NOTSPACE:srcaddr} %{NOTSPACE:bytes:long}")
        #expect(ClassifierPattern.matchesHeaderLine(pattern, format))
    }

    @Test("a pattern that is too long is no pattern")
    func tooLong() throws {
        let format = try RecordFormat(fieldNames: (0..<200).map { "field-\($0)" })
        let error = #expect(throws: ClassifierPatternError.self) { try ClassifierPattern.pattern(for: format) }
        guard case .tooLong = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("kinds of lines")
    func kinds() {
        let record = "2 123456789012 eni-0a - - - - - - - 1 2 - "
        #expect(FlowLogLineKind(Array((record + "NODATA").utf8)) == .noData)
        #expect(FlowLogLineKind(Array((record + "SKIPDATA\r").utf8)) == .skipData)
        #expect(FlowLogLineKind(Array((record + "OK").utf8)) == .record)
        #expect(FlowLogLineKind(Array("2 unknown eni-0a".utf8)) == .unknownAccount)
        #expect(FlowLogLineKind(Array("version account-id".utf8)) == .header)
        #expect(FlowLogLineKind.isExported(Array("2025-05-27T05:12:33.000Z 2".utf8)))
        #expect(!FlowLogLineKind.isExported(Array("2025-05-27 2".utf8)))
    }
}
