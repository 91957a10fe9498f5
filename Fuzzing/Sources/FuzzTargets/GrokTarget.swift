import FlowLogs

@testable import Grok

/// Input: a pattern; lines of custom patterns up to an empty line; lines.
enum GrokTarget {
    private static let stepLimit = 1 << 16

    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        let parts = input.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
        let source = String(decoding: parts[0], as: UTF8.self)
        let rest = parts.dropFirst()
        let custom = rest.prefix { !$0.isEmpty }
        let lines = rest.dropFirst(custom.count + 1)
        let definitions = String(decoding: Array(custom.joined(separator: [0x0A])), as: UTF8.self)
        guard let library = try? PatternLibrary(customPatterns: definitions),
            let pattern = try? GrokPattern(source, library: library)
        else { return }

        var matcher = GrokMatcher(pattern, stepLimit: stepLimit)
        var plain = MatchMachine(pattern.program, stepLimit: stepLimit)
        var noted = MatchMachine(pattern.program, stepLimit: stepLimit, beginsWithMemo: true)
        var matched = 0
        var exhausted = 0
        for line in lines.prefix(32) {
            let outcome = matcher.match(line.span)
            // A step goes over at most the line.
            try expect(matcher.steps <= stepLimit + line.count + 1, "\(matcher.steps) steps")
            switch outcome {
            case .matched:
                matched += 1
                for field in pattern.fields.indices {
                    guard let range = matcher.range(of: field) else { continue }
                    try expect(range.upperBound <= line.count, "field \(field) at \(range) of \(line.count) bytes")
                }
            case .unmatched(let mismatch):
                try expect(mismatch.offset >= 0 && mismatch.offset <= line.count, "no match at \(mismatch.offset)")
                try expect(mismatch.element <= pattern.elements.count, "no match of element \(mismatch.element)")
            case .exhausted: exhausted += 1
            }
            let first = plain.matches(0..<line.count, of: line.span)
            let second = noted.matches(0..<line.count, of: line.span)
            guard !plain.isExhausted, !noted.isExhausted else { continue }
            try expect(first == (outcome == .matched), "matched once, and not again")
            try expect(first == second, "\(first) without memo, \(second) with it")
            // Behind the slots of fields are those of loops, which say nothing once a line has matched.
            let slots = 2 * pattern.program.fieldCount
            if first { try expect(plain.slots[..<slots] == noted.slots[..<slots], "other captures with the memo") }
        }
        // Lines that take long here would take as long as the parser allows there.
        guard exhausted == 0, lines.count <= 32, custom.isEmpty else { return }
        try parse(source, lines.joined(separator: [0x0A]), matched: matched)
    }

    /// Rows are lines that match; of those, some may hold what their column cannot.
    private static func parse(
        _ source: String,
        _ text: some Sequence<UInt8>,
        matched: Int
    ) throws(FuzzFailure) {
        guard let format = try? PatternFormat(source) else { return }
        let parser = PatternRecordParser(format)
        do {
            try RecordsTarget.parse(Array(text), parser) { _ in
            } rejected: { _ in
            }
        } catch {
            throw FuzzFailure(description: "\(error)")
        }
        try expect(parser.counts.isBalanced, "unbalanced: \(parser.counts)")
        try expect(parser.counts.rows <= matched, "\(parser.counts.rows) rows of \(matched) lines that match")
    }
}
