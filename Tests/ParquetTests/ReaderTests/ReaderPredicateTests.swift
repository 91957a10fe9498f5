import Parquet
import Testing

@Suite("Reader: predicates")
struct ReaderPredicateTests {
    private static func order(_ left: SampleFile.Cell, _ value: Predicate.Value) -> Int? {
        switch (left, value) {
        case (.integer(let left), .integer(let right)): left < right ? -1 : left == right ? 0 : 1
        case (.number(let left), .number(let right)):
            Double(bitPattern: left) < right ? -1 : Double(bitPattern: left) == right ? 0 : 1
        case (.text(let left), .text(let right)):
            left == Array(right.utf8) ? 0 : left.lexicographicallyPrecedes(Array(right.utf8)) ? -1 : 1
        default: nil
        }
    }

    /// What SQL says of a term.
    private static func holds(_ term: Predicate.Term, _ row: [SampleFile.Cell]) -> Bool {
        guard let column = SampleFile.schema.firstIndex(where: { $0.name == term.column }) else { return false }
        switch term.operator {
        case .isNull: return row[column] == .null
        case .isNotNull: return row[column] != .null
        default: break
        }
        guard let value = term.value, let order = order(row[column], value) else { return false }
        switch term.operator {
        case .equal: return order == 0
        case .notEqual: return order != 0
        case .less: return order < 0
        case .lessOrEqual: return order <= 0
        case .greater: return order > 0
        case .greaterOrEqual: return order >= 0
        case .isNull, .isNotNull: return false
        }
    }

    @Test("Every operator on every type finds what a scan of all rows finds", arguments: SampleFile.Nulls.allCases)
    func everyOperator(nulls: SampleFile.Nulls) async throws {
        var file = SampleFile()
        file.nulls = nulls
        file.options.dataPageRowLimit = 17
        file.options.bloomFilterColumns = ["few", "many"]
        let bytes = try file.bytes()
        let rows = file.expectedRows()
        let values: [(String, Predicate.Value)] = [
            ("small", .integer(-1)), ("small", .integer(501)), ("large", .integer(Int64.max)),
            ("rising", .integer(1_748_304_100)), ("rising", .integer(0)), ("few", .text("REJECT")), ("few", .text("")),
            ("many", .text("eni-\(UInt64(777) &* 0x9E37_79B9_7F4A_7C15)")), ("many", .text("absent")),
            ("time", .integer(7 * 77 - 10_000)), ("number", .number(1.0)), ("number", .number(.infinity)),
        ]
        for (name, value) in values {
            for comparison in Predicate.Operator.allCases {
                let isUnary = comparison == .isNull || comparison == .isNotNull
                let term = Predicate.Term(name, comparison, isUnary ? nil : value)
                let found = try await SampleFile.rows(bytes, where: Predicate([term]))
                #expect(found == rows.filter { Self.holds(term, $0) }, "\(term)")
            }
        }
    }

    @Test("Several terms, none of their columns asked for")
    func severalTerms() async throws {
        let file = SampleFile()
        let terms = [
            Predicate.Term("rising", .greater, .integer(1_748_304_100)),
            Predicate.Term("few", .equal, .text("ACCEPT")),
            Predicate.Term("flag", .equal, .boolean(true)),
        ]
        let found = try await SampleFile.rows(try file.bytes(), columns: [4], where: Predicate(terms))
        let wanted = file.expectedRows().filter {
            Self.holds(terms[0], $0) && Self.holds(terms[1], $0) && $0[6] == .integer(1)
        }
        #expect(found == wanted.map { [$0[4]] })
        #expect(!found.isEmpty)
    }

    @Test("Text of predicates")
    func parsing() throws {
        let predicate = try Predicate(
            parsing:
                " srcaddr = 'it''s' and \"odd name\" IS NOT NULL AND a<>-5 AND b >= 1.5 and c is null AND d = true "
        )
        #expect(
            predicate.terms == [
                Predicate.Term("srcaddr", .equal, .text("it's")), Predicate.Term("odd name", .isNotNull),
                Predicate.Term("a", .notEqual, .integer(-5)), Predicate.Term("b", .greaterOrEqual, .number(1.5)),
                Predicate.Term("c", .isNull), Predicate.Term("d", .equal, .boolean(true)),
            ]
        )
    }

    @Test(
        "Text that is no predicate",
        arguments: ["", "a", "a =", "= 1", "a = 'x", "a = 1 OR b = 2", "a = 1 AND", "a is", "a = b", "a = nan"]
    )
    func notPredicates(text: String) {
        #expect(throws: ParquetError.self) { try Predicate(parsing: text) }
    }

    @Test("Times as text")
    func times() {
        #expect(Timestamp.milliseconds("2025-05-27T05:12:33.000Z") == 1_748_322_753_000)
        #expect(Timestamp.milliseconds("1970-01-01") == 0)
        #expect(Timestamp.milliseconds("1969-12-31 23:59:59.999") == -1)
        for text in ["", "2025", "2025-13-01", "2025-01-01T25:00", "2025-01-01T00:00:00.5Z", "2025-01-01x"] {
            #expect(Timestamp.milliseconds(text) == nil)
        }
        for millis in [0, -1, 1_748_322_753_123, 253_402_300_799_999] as [Int64] {
            var text: [UInt8] = []
            Timestamp.append(millis, to: &text)
            #expect(Timestamp.milliseconds(String(decoding: text, as: UTF8.self)) == millis)
        }
    }
}
