import Columnar
import Grok
import TestSupport
import Testing

@testable import FlowLogs

@Suite struct PatternRecordParserTests {
    /// What a parser makes of a text: values as text, rejected lines, counts.
    private func parse(_ pattern: String, _ text: String, dropsDictionaries: Bool = false) throws -> (
        rows: [[String?]], rejects: [RejectedLine], counts: LineCounts
    ) {
        let parser = PatternRecordParser(try PatternFormat(pattern))
        let input = Array(text.utf8)
        var rows: [[String?]] = []
        var rejects: [RejectedLine] = []
        var lines = LineBlocks()
        let block = TextBlock(capacity: 0)
        var position = 0
        parser.beginObject()
        while lines.fill(
            block,
            from: { room in
                let count = min(room.count, input.count - position)
                input.withUnsafeBytes {
                    room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<(position + count)]))
                }
                position += count
                return count
            }
        ) {
            parser.begin(block)
            while let batch = try parser.nextBatch() {
                // Rows that are looked at again are parsed nowhere else.
                batch.destination = { [] }
                #expect(!batch.isAtDestination)
                for row in 0..<batch.count {
                    rows.append(batch.columns.map { Self.text($0, row) })
                }
                if dropsDictionaries { parser.removeDictionaries() }
            }
            rejects += parser.takeRejects()
        }
        #expect(parser.counts.isBalanced)
        #expect(parser.counts.rows == rows.count && parser.counts.rejected == rejects.count)
        return (rows, rejects, parser.counts)
    }

    private static func text(_ column: ColumnVector, _ row: Int) -> String? {
        switch column.type {
        case .string: column.string(at: row)
        case .double: column.double(at: row).map { "\($0)" }
        case .boolean: column.boolean(at: row).map { "\($0)" }
        case .int32, .int64, .timestampMillis: column.integer(at: row).map { "\($0)" }
        }
    }

    @Test("plain fields give what the general matcher gives, whatever stands in a line")
    func plainAndGeneral() throws {
        var random = SeededGenerator(seed: 11)
        let words = [
            "-", "7", "-7", "+7", "1.5", "007", "-0", "eni-0a", "10.0.0.1", "x\ty", "é", "99999999999", "true",
        ]
        let names = ["INT", "NUMBER", "NONNEGINT", "POSINT", "NOTSPACE", "WORD", "DATA", "IP", "USERNAME", "BOOLEAN"]
        let casts = ["", ":int", ":long", ":double", ":boolean"]
        for round in 0..<60 {
            let width = 1 + random.below(4)
            let pattern = (0..<width).map { "%{\(random.pick(names)):f\($0)\(random.pick(casts))}" }
                .joined(separator: " ")
            #expect(try GrokPattern(pattern).tokens != nil)
            // Mostly clean lines, or none: both the whole block and the line by line way have to be taken.
            let noise = [0, 2, 40, 400][random.below(4)]
            let common = (0..<width).map { _ in random.pick(words) }
            var text = ""
            for _ in 0..<(noise == 400 ? 4000 : 300) {
                var tokens = common
                if noise > 0, random.oneIn(noise) {
                    tokens = (0..<random.below(width + 2)).map { _ in random.pick(words) }
                }
                text += tokens.joined(separator: random.oneIn(500) ? "  " : " ") + (random.oneIn(300) ? "\r\n" : "\n")
            }
            let plain = try parse(pattern, text, dropsDictionaries: random.oneIn(2))
            let general = try parse("(?:\(pattern))(?:)", text)
            #expect(plain.rows == general.rows, "\(round): \(pattern)")
            #expect(plain.counts == general.counts, "\(round): \(pattern)")
            #expect(plain.rejects.map(\.line) == general.rejects.map(\.line), "\(round): \(pattern)")
            #expect(plain.rejects.map(\.offset) == general.rejects.map(\.offset), "\(round): \(pattern)")
            #expect(plain.rejects.map(\.raw) == general.rejects.map(\.raw), "\(round): \(pattern)")
        }
    }

    @Test("why a line is rejected")
    func reasons() throws {
        let text = "1 x\n1 x y\n99999999999 x\nabc x\nversion srcaddr\n\n1.5 x\n"
        let found = try parse("%{NOTSPACE:a:int} %{NOTSPACE:b}", text)
        #expect(found.rows == [["1", "x"]])
        #expect(found.counts.blank == 1)
        #expect(
            found.rejects.map(\.reason) == [
                .noMatch(offset: 3, expected: "the end of the line behind %{NOTSPACE:b}"),
                .overflow(column: "a", bits: 32), .notAnInteger(column: "a"), .notAnInteger(column: "a"),
                .notAnInteger(column: "a"),
            ]
        )
        #expect(found.rejects.map(\.line) == [2, 3, 4, 5, 7])
    }

    @Test("a header line of flow logs is no record and no rejected line")
    func header() throws {
        let found = try parse("%{INT:version:int} %{IP:srcaddr}", "version srcaddr\n2 10.0.0.1\nversion srcaddr\n")
        #expect(found.rows == [["2", "10.0.0.1"]])
        #expect(found.counts.headers == 2 && found.rejects.isEmpty)
    }

    @Test("columns: names in lower case, each once; small integers and floats widened")
    func columns() throws {
        let format = try PatternFormat("%{INT:A-b:byte} %{INT:a_b:short} %{INT:c:float} %{INT:d:boolean} %{INT:e:long}")
        #expect(format.format.columns.map(\.columnName) == ["a_b", "a_b_2", "c", "d", "e"])
        #expect(format.format.columns.map(\.type) == [.int32, .int32, .double, .boolean, .int64])
        #expect(throws: GrokError.self) { try PatternFormat("%{INT}") }
    }

    @Test("decimal numbers are the nearest double")
    func decimals() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<2000 {
            let digits = (0..<(1 + random.below(20))).map { _ in "\(random.below(10))" }.joined()
            let point = random.below(digits.count + 1)
            var text =
                random.pick(["", "-", "+"]) + digits.prefix(point) + random.pick(["", "."]) + digits.dropFirst(point)
            if random.oneIn(4) { text += "e\(random.below(40) - 20)" }
            let value = Array(text.utf8).withUnsafeBufferPointer { DecimalKernel.value($0) }
            #expect(value == Double(text), "\(text)")
        }
        for text in ["", "+", ".", "e5", "1e", "0x1", "nan", "inf", "1 ", "--1", "1e999"] {
            #expect(Array(text.utf8).withUnsafeBufferPointer { DecimalKernel.value($0) } == nil, "\(text)")
        }
    }

    @Test("addresses are told from what looks like them")
    func addresses() {
        let texts: [(String, Bool)] = [
            ("0.0.0.0", true), ("255.255.255.255", true), ("10.20.30.4", true), ("256.1.1.1", false), ("1.2.3", false),
            ("01.2.3.4", false), ("1.2.3.00", false), ("1.2.3.", false), (".1.2.3", false), ("1..2.3", false),
            ("1.2.3.4.5", false), ("1.2.3.4.", false), ("1.2.3.a", false), ("", false), ("-", false), ("::1", false),
        ]
        for (text, isAddress) in texts {
            #expect(Array(text.utf8).withUnsafeBufferPointer { TokenChecks.isIPv4($0) } == isAddress, "\(text)")
        }
    }
}
