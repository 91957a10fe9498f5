import Grok
import Testing

@Suite("Grok syntax")
struct SyntaxTests {
    @Test("fields and types, with a colon or a semicolon")
    func references() throws {
        let fields = try GrokPattern("%{INT:a:int} %{INT:b;long} %{WORD} %{INT:c} %{DATA:d:boolean}").fields
        #expect(fields.map(\.name) == ["a", "b", "c", "d"])
        #expect(fields.map(\.cast) == [.int, .long, nil, .boolean])
        #expect(fields.map(\.pattern) == ["INT", "INT", "INT", "DATA"])
        for cast in GrokCast.allCases { #expect(try GrokPattern("%{INT:a:\(cast)}").fields[0].cast == cast) }
    }

    @Test("a name that comes twice is one field, that of the last that took part")
    func sameName() throws {
        #expect(try fields("(?:%{INT:a}|%{WORD:a})", "x") == ["a": "x"])
        #expect(try fields("%{INT:a} %{WORD:a}", "1 x") == ["a": "x"])
        #expect(try fields("(?:%{INT:a}|%{WORD:b})", "1") == ["a": "1"])
    }

    @Test("errors say where, in which pattern, and what was expected")
    func errors() {
        let cases: [(pattern: String, code: GrokError.Code, offset: Int)] = [
            ("a(b", .syntax, 1), ("a)b", .syntax, 1), ("[a", .syntax, 0), ("*a", .syntax, 0), ("a{2,1}", .syntax, 1),
            ("a{2", .syntax, 3), (#"a\"#, .syntax, 1), ("[z-a]", .syntax, 1), ("%{", .syntax, 2), ("%{INT", .syntax, 5),
            ("%{INT:}", .field, 6), ("%{INT:1a}", .field, 6), ("%{INT:a:number}", .unknownCast, 8),
            ("x%{NONE}", .unknownPattern, 1), (#"(a)\1"#, .unsupported, 3), ("(?x)a", .unsupported, 2),
            ("[a[b]]", .unsupported, 2), ("[a&&b]", .unsupported, 2), (#"\p{L}"#, .unsupported, 0),
            (#"\y"#, .unsupported, 0), ("(?<=a*)b", .unsupported, 0), ("a{99999}", .tooLarge, 1),
            ("(?:(?:(?:(?:ab){99}){99}){99}){99}", .tooLarge, 0), (#"\xG1"#, .syntax, 0), ("(?<1>a)", .syntax, 3),
            (String(repeating: "(", count: 5000), .tooLarge, 200),
        ]
        for (pattern, code, offset) in cases {
            let error = #expect(throws: GrokError.self, "\(pattern.prefix(20))") { try GrokPattern(pattern) }
            #expect(error?.code == code, "\(pattern.prefix(20)): \(error.map { "\($0)" } ?? "")")
            #expect(error?.offset == offset, "\(pattern.prefix(20)): \(error.map { "\($0)" } ?? "")")
        }
    }

    @Test("an error in a custom pattern names it")
    func customErrors() throws {
        let library = try PatternLibrary(customPatterns: "# none\n  A a(%{B}\nB x%{C}\r\nC y%{B}\n")
        let unclosed = #expect(throws: GrokError.self) { try GrokPattern("%{A}", library: library) }
        #expect(unclosed?.pattern == "A" && unclosed?.offset == 1)
        let circle = #expect(throws: GrokError.self) { try GrokPattern("%{B}", library: library) }
        #expect(circle?.code == .recursion && circle?.pattern == "C")
        #expect(circle?.description.contains("B > C > B") == true)
        for text in ["A", "A ", "A x\nA y", "- x"] {
            let error = #expect(throws: GrokError.self) { try PatternLibrary(customPatterns: text) }
            #expect(error?.code == .customPattern)
        }
    }

    @Test("custom patterns come before built-in ones")
    func customPatterns() throws {
        #expect(try fields("%{WORD:w}", "xx", custom: "WORD x+") == ["w": "xx"])
        #expect(try fields("%{WORD:w}", "ab", custom: "WORD x+") == nil)
        #expect(try fields("%{HALF:h}", "ab", custom: "HALF %{WORD}") == ["h": "ab"])
    }

    @Test("patterns that double themselves end at a bound")
    func doubling() throws {
        var text = "P0 ab\n"
        for number in 1...60 { text += "P\(number) %{P\(number - 1)}%{P\(number - 1)}\n" }
        let library = try PatternLibrary(customPatterns: text)
        let error = #expect(throws: GrokError.self) { try GrokPattern("%{P60}", library: library) }
        #expect(error?.code == .tooLarge)
    }
}
