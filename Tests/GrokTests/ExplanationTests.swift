import Grok
import TestSupport
import Testing

@Suite("Explanation and diagnosis")
struct ExplanationTests {
    @Test("the first element that does not match, and where")
    func elements() throws {
        let pattern = "%{INT:a} - %{IP:b} %{WORD:c}"
        #expect(try mismatch(pattern, "x")?.offset == 0)
        #expect(try mismatch(pattern, "12 x")?.expected == "the text ' - ' behind %{INT:a}")
        #expect(try mismatch(pattern, "12 x")?.offset == 3)
        #expect(try mismatch(pattern, "12 - -")?.expected == "%{IP:b}")
        #expect(try mismatch(pattern, "12 - -")?.offset == 5)
        #expect(try mismatch(pattern, "12 - 1.2.3.4 ")?.expected == "%{WORD:c}")
        #expect(try mismatch(pattern, "12 - 1.2.3.4 w !")?.expected == "the end of the line behind %{WORD:c}")
        #expect(try mismatch(pattern, "12 - 1.2.3.4 w !")?.offset == 14)
        #expect(try mismatch(pattern, "12 - 1.2.3.4 w") == nil)
    }

    @Test("references are looked into")
    func nested() throws {
        let miss = try mismatch("%{COMBINEDAPACHELOG}", #"1.1.1.1 - - [x] "GET / HTTP/1.0" 200 1 "a" "b""#)
        #expect(miss?.expected == "%{HTTPDATE:timestamp}" && miss?.offset == 13)
    }

    @Test("what casts make of text")
    func casts() {
        let cases: [(String, GrokCast?, CastOutcome)] = [
            ("", .int, .null), ("-", .int, .null), ("-", nil, .null), ("x", nil, .value), ("x", .int, .notOfType),
            ("+5", .int, .value), ("2147483647", .int, .value), ("2147483648", .int, .overflow),
            ("-2147483648", .int, .value), ("-2147483649", .int, .overflow), ("1.5", .long, .notOfType),
            ("9223372036854775807", .long, .value), ("9223372036854775808", .long, .overflow),
            ("-9223372036854775808", .long, .value), ("99999999999999999999999", .long, .overflow),
            ("127", .byte, .value), ("128", .byte, .overflow), ("-128", .byte, .value), ("40000", .short, .overflow),
            ("TRUE", .boolean, .value), ("false", .boolean, .value), ("1", .boolean, .notOfType),
            (".5", .double, .value), ("1e-5", .float, .value), ("1e", .float, .notOfType), (".", .double, .notOfType),
            ("1.2.3", .double, .notOfType), ("nan", .double, .notOfType),
        ]
        for (text, cast, outcome) in cases {
            #expect(CastOutcome(Array(text.utf8).span, cast: cast) == outcome, "\(text) as \(cast?.rawValue ?? "text")")
        }
    }

    @Test("a diagnosis counts per field")
    func diagnosis() throws {
        var diagnosis = PatternDiagnosis(try GrokPattern("%{NOTSPACE:a:int}(?: %{WORD:b})?"))
        for (number, line) in ["1 x", "- y", "99999999999", "q z", "1 2 3"].enumerated() {
            _ = diagnosis.add(Array(line.utf8).span, number: number + 1)
        }
        #expect((diagnosis.matched, diagnosis.unmatched, diagnosis.exhausted) == (4, 1, 0))
        let a = diagnosis.fields[0]
        #expect((a.values, a.nulls, a.overflows, a.notOfType) == (1, 1, 1, 1))
        #expect(a.firstFailure?.line == 3)
        #expect((diagnosis.fields[1].values, diagnosis.fields[1].nulls) == (3, 1))
    }

    @Test("plain fields are told from everything else")
    func tokens() throws {
        #expect(try GrokPattern("%{INT:a:int} %{IP:b} %{NOTSPACE:c}").tokens?.count == 3)
        #expect(try GrokPattern("%{TIMESTAMP_ISO8601:t}").tokens?.count == 1)
        for other in [
            "%{INT:a}  %{INT:b}", "%{INT:a} %{INT}", "%{INT:a},%{INT:b}", "%{INT:a} x", "%{INT:a} %{INT:a}",
            "%{URIHOST:h} %{INT:b}", "%{TIME:t} %{INT:b}", "%{INT:a} ?%{INT:b}",
        ] {
            #expect(try GrokPattern(other).tokens == nil, "\(other)")
        }
    }

    @Test("what a field is said to accept it does accept")
    func claims() throws {
        var random = SeededGenerator(seed: 31)
        var claims = 0
        for name in PatternLibrary.builtInNames {
            guard let pattern = try GrokPattern("%{\(name):x}").tokens?.first else { continue }
            var matcher = TokenMatcher(pattern)
            func accepts(_ token: [UInt8]) -> Bool {
                let text = [0x0A] + token + [0x20]
                return matcher.matches(1..<(token.count + 1), of: text.span)
            }
            for _ in 0..<200 {
                let digits = random.bytes(1 + random.below(20), from: Array("0123456789".utf8))
                if pattern.acceptsDigits { #expect(accepts(digits), "\(name): \(digits)") }
                if pattern.acceptsNegativeDigits { #expect(accepts([0x2D] + digits), "\(name): -\(digits)") }
                let address = (0..<4).map { _ in "\(random.below(256))" }.joined(separator: ".")
                if pattern.acceptsIPv4 { #expect(accepts(Array(address.utf8)), "\(name): \(address)") }
                let visible = random.bytes(1 + random.below(30), from: Array(0x21...0x7E))
                if pattern.acceptsVisibleASCII { #expect(accepts(visible), "\(name): \(visible)") }
            }
            claims += [pattern.acceptsDigits, pattern.acceptsIPv4, pattern.acceptsVisibleASCII].count { $0 }
        }
        #expect(claims > 15)
    }
}
