import TestSupport
import Testing

@testable import Grok

@Suite("Matcher")
struct MatcherTests {
    @Test("branches are tried in Java's order")
    func order() throws {
        #expect(try fields("(?<a>a|ab)(?<b>.*)", "abc") == ["a": "a", "b": "bc"])
        #expect(try fields("(?<a>a+?)(?<b>a*)", "aaa") == ["a": "a", "b": "aa"])
        #expect(try fields("(?<a>a*)(?<b>a*)", "aaa") == ["a": "aaa", "b": ""])
        #expect(try fields("(?<a>(?:a|ab)(?:c|bcd))(?<b>d*)", "abcd") == ["a": "abcd", "b": ""])
    }

    @Test("what atomic groups and possessive quantifiers took they keep")
    func atomic() throws {
        #expect(try fields("(?>a|ab)c", "abc") == nil)
        #expect(try fields("(?<x>a*+)a", "aaa") == nil)
        #expect(try fields("(?<x>(?:ab)*+)(?<y>.*)", "ababa") == ["x": "abab", "y": "a"])
        // Going back beyond a group undoes what was captured in it.
        #expect(try fields("(?:(?>(?<x>a))b|ac)", "ac") == [:])
    }

    @Test("look-around takes nothing")
    func lookAround() throws {
        #expect(try fields("(?<x>a(?=b))(?<y>.*)", "ab") == ["x": "a", "y": "b"])
        #expect(try fields("(?<x>a(?!b)).*", "ab") == nil)
        #expect(try fields(".*(?<=ab|b)(?<x>c)", "abc") == ["x": "c"])
        #expect(try fields(".*(?<!a.)(?<x>c)", "abc") == nil)
        #expect(try fields("é(?<=é)(?<x>b)", "éb") == ["x": "b"])
        #expect(try fields("(?!(?<x>b))(?<y>a)", "a") == ["y": "a"])
    }

    @Test("the whole line has to match")
    func whole() throws {
        #expect(try fields("%{INT:a}", "12 ") == nil)
        #expect(try fields("%{INT:a}", " 12") == nil)
        #expect(try fields("^%{INT:a}$", "12") == ["a": "12"])
        #expect(try fields("(?:%{INT:a})?", "") == [:])
    }

    @Test("a scalar is one place, and a byte that is no UTF-8 is one too")
    func bytes() throws {
        #expect(try fields("(?<x>.)(?<y>[^a])(?<z>é)", "𝄞€é") == ["x": "𝄞", "y": "€", "z": "é"])
        #expect(try matches("...", [0xFF, 0xC3, 0x28]))
        #expect(try matches(".", [0xE2, 0x82, 0xAC]))
        #expect(try matches("..", [0xE2, 0x82]))
        #expect(try matches(#"\S+"#, [0x80, 0x80, 0xF5]))
        #expect(try matches("é", [0xC3]) == false)
        #expect(try matches(".", Array("\u{85}".utf8)) == false)
    }

    @Test("loops of nothing end")
    func emptyLoops() throws {
        #expect(try fields("(?<x>(?:a*)*)b", "aab") == ["x": "aa"])
        #expect(try fields("(?:|a)*b", "aab") != nil)
        #expect(try fields("(?:a?){5}(?:){9}b", "aab") != nil)
        #expect(try fields(#"(?:\b)*a+(?:\b|x*)*"#, "aa") != nil)
    }

    @Test("flags hold to the end of their group")
    func flags() throws {
        #expect(try matches("(?:(?i)ab)c", Array("ABc".utf8)))
        #expect(try matches("(?:(?i)ab)c", Array("ABC".utf8)) == false)
        #expect(try matches("(?i:a)b(?s).", Array("Ab\r".utf8)))
        #expect(try matches("%{BOOLEAN} %{DAY}", Array("TRUE mon".utf8)) == false)
    }

    @Test(
        "hostile lines take steps in proportion, or end at the limit",
        arguments: [
            "(?:a+)+b", "(?:a|a)*b", "(?:a|aa)+b", "(?:(?:a*)*)*b", "(?>(?:a|aa)+)b",
            "(?=(?:a|aa)+b)a*", "(?:a?){30}a{30}b",
        ]
    )
    func steps(_ pattern: String) throws {
        var matcher = GrokMatcher(try GrokPattern(pattern))
        for length in [100, 1000, 4000] {
            let line = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            guard case .unmatched = matcher.match(line.span) else {
                Issue.record("\(pattern) at \(length)")
                continue
            }
            #expect(matcher.steps < 500 * length, "\(pattern): \(matcher.steps) steps for \(length) bytes")
        }
    }

    @Test("the memo changes nothing but the time")
    func memo() throws {
        // Long enough that the memo begins, and a match in the end.
        let line = String(repeating: "ab", count: 3000)
        #expect(try fields("(?:(?<x>a|b|ab)+)+(?<y>b)", line) == ["x": "a", "y": "b"])
        #expect(try fields("(?:(?>a|b)(?:(?=ab|b)|$))+", line) != nil)
        #expect(try fields("(?:(?>(?:a|ab))b?)+(?<y>b)", line) == ["y": "b"])
        #expect(try fields("(?:(?>(?:ab|a))b?)+(?<y>b)", line) == nil)
    }

    @Test("with the memo from the first step on, captures are those without it")
    func memoFromTheFirstStep() throws {
        var random = SeededGenerator(seed: 11)
        var matched = 0
        for _ in 0..<4000 {
            let pattern = try GrokPattern(
                "(?<x>\(pattern(3, &random)))(?<y>\(pattern(3, &random)))\(pattern(2, &random))"
            )
            var plain = MatchMachine(pattern.program, stepLimit: 100_000)
            var noted = MatchMachine(pattern.program, stepLimit: 100_000, beginsWithMemo: true)
            for _ in 0..<4 {
                let line = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                    UInt8.random(in: 97...98, using: &random)
                }
                let first = plain.matches(0..<line.count, of: line.span)
                let second = noted.matches(0..<line.count, of: line.span)
                guard !plain.isExhausted, !noted.isExhausted else { continue }
                #expect(first == second, "\(pattern.source) on \(line)")
                guard first, second else { continue }
                matched += 1
                #expect(plain.slots[..<4] == noted.slots[..<4], "\(pattern.source) on \(line)")
            }
        }
        #expect(matched > 1000)
    }

    /// A pattern of as many levels, for lines of `a` and `b`.
    private func pattern(_ depth: Int, _ random: inout SeededGenerator) -> String {
        guard depth > 0 else { return ["a", "b", ".", "[ab]", "", "$", "^"].randomElement(using: &random) ?? "" }
        let one = pattern(depth - 1, &random)
        let other = pattern(depth - 1, &random)
        return switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: one + other
        case 2, 3: "(?:\(one)|\(other))"
        case 4, 5:
            "(?:\(one))"
                + (["*", "+", "?", "*?", "+?", "??", "*+", "{1,3}", "{2,}"].randomElement(using: &random) ?? "")
        case 6: "(?>\(one))"
        default: "(?\(["=", "!"].randomElement(using: &random) ?? "=")\(one))\(other)"
        }
    }

    @Test("groups that succeed one within the other still end")
    func nestedSuccess() throws {
        var matcher = GrokMatcher(try GrokPattern("(?:(?>(?:a|aa)+)|a)*b"), stepLimit: 1_000_000)
        for length in [100, 1000, 4000] {
            let line = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            #expect(matcher.match(line.span) != .matched)
            #expect(matcher.steps < 1_001_000)
        }
    }

    @Test("a step limit is an answer of its own")
    func stepLimit() throws {
        var matcher = GrokMatcher(try GrokPattern("(?:a+)+b"), stepLimit: 1000)
        #expect(matcher.match([UInt8](repeating: 97, count: 2000).span) == .exhausted)
        #expect(matcher.match([97, 98].span) == .matched)
    }

    @Test("no bytes and no pattern make it crash")
    func noise() throws {
        var random = SeededGenerator(seed: 9)
        let alphabet = Array(#"ab(|)*+?[]{}1,\d.^$-%:=<!>é"#)
        var compiled = 0
        for _ in 0..<3000 {
            let text = String(
                (0..<Int.random(in: 1...14, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
            )
            guard let pattern = try? GrokPattern(text) else { continue }
            compiled += 1
            var matcher = GrokMatcher(pattern, stepLimit: 100_000)
            for _ in 0..<4 {
                let line = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                _ = matcher.match(line.span)
            }
        }
        #expect(compiled > 300)
    }
}
