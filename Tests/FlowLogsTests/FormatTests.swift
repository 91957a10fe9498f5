import Columnar
import Testing

@testable import FlowLogs

@Suite struct FormatTests {
    private func names(_ line: String, midStream: Bool) -> [String]? {
        Array(line.utf8).withUnsafeBufferPointer { bytes in
            HeaderLine.fieldNames(Tokenizer.tokens(bytes), midStream: midStream)
        }
    }

    @Test(arguments: [
        "version account-id interface-id srcaddr", "version", "end", "version account-id\r", "  version   account-id ",
        "version custom_field", "srcaddr dstaddr my-field Other2",
    ])
    func headerLines(_ line: String) {
        let expected = line.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(names(line, midStream: false) == expected)
        #expect(names(line, midStream: true) == expected)
    }

    @Test func anUnknownFirstNameIsAHeaderAtTheBeginningOnly() {
        #expect(names("custom version", midStream: false) == ["custom", "version"])
        #expect(names("custom version", midStream: true) == nil)
    }

    @Test(arguments: [
        "", " ", "\r", "2 123456789012 eni-1", "ACCEPT OK", "version a b", "version 2", "version srcaddr 10.0.0.1",
        "version\tsrcaddr", "version srcaddr,dstaddr", "versión srcaddr", "Version Srcaddr", "version -srcaddr x",
        "version srcaddr\r\r", "version _x", "version srcaddr\0",
    ])
    func noHeaderLines(_ line: String) {
        #expect(names(line, midStream: false) == nil)
        #expect(names(line, midStream: true) == nil)
    }

    @Test func everyDocumentedNameBeginsAHeader() {
        for field in FlowField.all {
            #expect(names(field.name, midStream: true) == [field.name])
            for end in [" ", "\n", "\r"] {
                let prefix = Array((field.name + end).utf8.prefix(4)).reversed().reduce(UInt32(0)) {
                    $0 << 8 | UInt32($1)
                }
                #expect(HeaderLine.mayBegin(prefix), "\(field.name)")
            }
        }
        #expect(Set(FlowField.all.map(\.columnName)).count == FlowField.all.count)
        #expect(FlowField.all.count { $0.vpcVersion != nil } == 54)
        #expect(FlowField.all.count { $0.transitGatewayVersion != nil } == 36)
        #expect(
            Set(FlowField.transitGatewayDefaultNames)
                == Set(FlowField.all.filter { $0.transitGatewayVersion != nil }.map(\.name))
        )
    }

    @Test func logFormats() throws {
        let format = try RecordFormat(logFormat: "${version} ${account-id}  srcport,${my-field}")
        #expect(format.columns.map(\.name) == ["version", "account-id", "srcport", "my-field"])
        #expect(format.columns.map(\.columnName) == ["version", "account_id", "srcport", "my_field"])
        #expect(format.columns.map(\.type) == [.int32, .string, .int32, .string])
        #expect(format.unknownFieldNames == ["my-field"])
        #expect(format.logFormat == "${version} ${account-id} ${srcport} ${my-field}")
        #expect(try RecordFormat(logFormat: format.logFormat) == format)
        #expect(try RecordFormat(logFormat: FlowField.defaultNames.joined(separator: " ")) == .vpcDefault)
    }

    @Test(arguments: [
        ("", FormatError.Code.noFields), ("  ", .noFields), ("version version", .duplicateField("version")),
        ("${version", .invalidFieldName("${version")), ("version}", .invalidFieldName("version}")),
        ("${}", .invalidFieldName("${}")), ("9a", .invalidFieldName("9a")), ("${a b}", .invalidFieldName("${a")),
        ("é", .invalidFieldName("é")),
    ])
    func formatErrors(_ text: String, _ code: FormatError.Code) {
        #expect(throws: FormatError(code)) { try RecordFormat(logFormat: text) }
        #expect(!FormatError(code).description.contains("\n"))
    }

    @Test func columnNamesAreUnique() throws {
        let format = try RecordFormat(fieldNames: [
            "account-id", "account_id", "Account-ID", "account_id_2", "event_time",
        ])
        #expect(Set(format.columns.map(\.columnName)).count == 5)
        #expect(format.columns[0].columnName == "account_id")
        #expect(!format.hasEventTime)
        let export = format.withEventTime
        #expect(export.hasEventTime)
        #expect(export.columns.map(\.name).dropFirst() == format.columns.map(\.name)[...])
        #expect(Set(export.columns.map(\.columnName)).count == 6)
        #expect(export.withEventTime == export)
        #expect(
            try RecordFormat(fieldNames: ["event_time"], hasEventTime: true).columns.map(\.columnName)
                == ["event_time", "event_time_2"]
        )
    }

    // MARK: Detection

    private func detect(_ text: String, given: RecordFormat? = nil) throws -> FormatDetection.Verdict? {
        try Array(text.utf8).withUnsafeBufferPointer { bytes throws(FormatError) in
            try FormatDetection.detect(bytes, given: given.map { [$0] } ?? [])
        }
    }

    private static let record =
        "2 123456789012 eni-1 10.0.0.1 10.0.0.2 443 5000 6 10 840 1620140661 1620140721 ACCEPT OK\n"
    private static let time = "2025-05-27T05:12:33.000Z "

    private func format(_ verdict: FormatDetection.Verdict?) -> RecordFormat? {
        switch verdict {
        case .header(let format, _), .records(let format): format
        case nil: nil
        }
    }

    @Test func recordsOfTheDefaultFormat() throws {
        #expect(format(try detect(Self.record)) == .vpcDefault)
        #expect(format(try detect("\n \r\n" + Self.record)) == .vpcDefault)
        #expect(format(try detect(Self.time + Self.record)) == RecordFormat.vpcDefault.withEventTime)
        #expect(format(try detect("garbage\n" + Self.record)) == .vpcDefault)
        #expect(format(try detect("2 1 eni-1 - - - - - - - 1620140661 1620140721 - NODATA\n")) == .vpcDefault)
    }

    @Test func headersAndGivenFormats() throws {
        let given = try RecordFormat(logFormat: "version")
        #expect(format(try detect("srcaddr end\n" + Self.record, given: given))?.logFormat == "${srcaddr} ${end}")
        #expect(format(try detect("7\n", given: given)) == given)
        #expect(format(try detect(Self.time + "7\n", given: given)) == given.withEventTime)
        #expect(throws: FormatError(.duplicateField("version"))) { try detect("version version\n") }
        guard case .header(let format, let before) = try detect("x\n\ny\nversion end\n") else {
            Issue.record("no header")
            return
        }
        #expect(before == 3)
        #expect(format.columns.map(\.name) == ["version", "end"])
    }

    /// A format that was given is held against the values of the first lines.
    @Test func aWrongFormatIsCaught() throws {
        func code(_ text: String, _ formats: [String]) -> FormatError.Code? {
            let given = formats.compactMap { try? RecordFormat(logFormat: $0) }
            do {
                _ = try Array(text.utf8).withUnsafeBufferPointer { bytes throws(FormatError) in
                    try FormatDetection.detect(bytes, given: given)
                }
                return nil
            } catch {
                return (error as? FormatError)?.code
            }
        }
        let text = "eni-1 10.0.0.1 443 OK\neni-2 - - NODATA\neni-3 ::1 80 OK\n"
        #expect(code(text, ["interface-id srcaddr srcport log-status"]) == nil)
        for (wrong, field, token) in [
            ("srcaddr interface-id srcport log-status", "srcaddr", "eni-1"),
            ("interface-id srcport srcaddr log-status", "srcport", "10.0.0.1"),
            ("interface-id srcaddr log-status srcport", "log-status", "443"),
            ("interface-id account-id srcport log-status", "account-id", "10.0.0.1"),
        ] {
            guard case .misfit(let misfit)? = code(text, [wrong]) else {
                Issue.record("\(wrong)")
                continue
            }
            #expect(misfit.field == field && misfit.token == token && misfit.line == 1)
            #expect(misfit.text == "eni-1 10.0.0.1 443 OK")
            #expect(code(text, [wrong, "interface-id srcaddr srcport log-status"]) == nil)
        }
        // One bad line among good ones is that line's fault.
        #expect(code("x y z w\n" + text, ["interface-id srcaddr srcport log-status"]) == nil)
        // Lines of another width are rejected one by one, unless there is nothing else.
        #expect(code("1 2 3\n", ["srcport dstport"]) == nil)
        #expect(
            code(String(repeating: "1 2 3\n", count: 12), ["srcport dstport"])
                == .wrongWidth(expected: 2, found: 3, firstLine: "1 2 3")
        )
    }

    @Test func transitGatewayRecordsProveTheirFormat() throws {
        let values = FlowField.transitGatewayDefaultNames.map { name -> String in
            switch name {
            case "resource-type": "TransitGateway"
            case "log-status": "OK"
            case "srcaddr", "dstaddr": "10.0.0.1"
            case "start", "end", "protocol": "6"
            default: "-"
            }
        }
        let line = values.joined(separator: " ") + "\n"
        #expect(format(try detect(line)) == .transitGatewayDefault)
        #expect(format(try detect(Self.time + line)) == RecordFormat.transitGatewayDefault.withEventTime)
        #expect(throws: FormatError.self) { try detect(line.replacing("TransitGateway", with: "x")) }
    }

    @Test(arguments: [
        "x\n", "1 2 3\n", "2 1 e a b 1 1 1 1 1 1 1 ALLOW OK\n", "2 1 e a b 1 1 1 1 1 1 1 ACCEPT FINE\n",
        "2 1 e a b x 1 1 1 1 1 1 ACCEPT OK\n", "2 1 e a b 1 1 1 1 1 1 1 ACCEPT OK more\n", "x\u{1B}[31m\n",
    ])
    func undecided(_ text: String) {
        #expect {
            try detect(text)
        } throws: { error in
            guard case .undecided(let line)? = (error as? FormatError)?.code else { return false }
            return !line.contains("\u{1B}") && !line.contains("\n")
        }
    }

    @Test func nothingToDecideFrom() throws {
        #expect(format(try detect("")) == nil)
        #expect(format(try detect("\n \n\r\n")) == nil)
        #expect(format(try detect("version end")) == nil)
    }

    /// Blank lines tell nothing, however many there are.
    @Test func manyBlankLines() throws {
        for count in [99, 100, 101, 5000] {
            let blank = String(repeating: "\n", count: count)
            #expect(format(try detect(blank + Self.record)) == .vpcDefault, "\(count)")
        }
    }
}
