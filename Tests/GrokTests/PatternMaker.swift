import TestSupport

/// Random regular expressions over a small alphabet; groups that may be empty are not repeated.
struct PatternMaker {
    var random: SeededGenerator

    mutating func pattern() -> String { alternation(3).text }

    private typealias Part = (text: String, isEmpty: Bool)

    private mutating func alternation(_ depth: Int) -> Part {
        let parts = (0..<random.pick([1, 1, 2, 3])).map { _ in sequence(depth) }
        return (parts.map(\.text).joined(separator: "|"), parts.contains { $0.isEmpty })
    }

    private mutating func sequence(_ depth: Int) -> Part {
        let parts = (0..<random.pick([1, 2, 2, 3])).map { _ in atom(depth) }
        return (parts.map(\.text).joined(), parts.allSatisfy(\.isEmpty))
    }

    private mutating func atom(_ depth: Int) -> Part {
        var part: Part = (random.pick(["a", "a", "b", "[ab]", "[^a]", "."]), false)
        switch random.below(depth > 0 ? 8 : 4) {
        case 3: return (random.pick(["(?<=a)", "(?<!b)", "(?=b)", "(?![ab]b)", #"\b"#]), true)
        case 4, 5:
            part = alternation(depth - 1)
            part.text = "(?:\(part.text))"
        case 6:
            part = alternation(depth - 1)
            part.text = "(?>\(part.text))"
        case 7: return ("\(random.pick(["(?=", "(?!"]))\(alternation(depth - 1).text))", true)
        default: break
        }
        guard !part.isEmpty else { return part }
        let quantifier = random.pick(["", "", "*", "+", "?", "*?", "+?", "*+", "{1,3}", "{2,}"])
        return (part.text + quantifier, quantifier.first == "*" || quantifier.first == "?")
    }
}
