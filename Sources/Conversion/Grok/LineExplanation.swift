import FlowLogs
import Grok

/// What a pattern makes of one line: its fields, or where it ceases to match.
public struct LineExplanation: Sendable {
    /// A field of a line that matches.
    public struct Capture: Sendable {
        /// The field.
        public let field: GrokField
        /// Where its text is, in bytes; `nil` where it took no part.
        public let range: Range<Int>?
        /// What its cast makes of it.
        public let outcome: CastOutcome
    }

    /// The line.
    public let line: InputLines.Line
    /// Whether the line matches, and where it ceases to.
    public let outcome: GrokMatcher.Outcome
    /// The fields of a line that matches.
    public let captures: [Capture]

    /// Calls `body` with the explanation of every line of a file that is not blank, until it returns `false`.
    ///
    /// - Throws: ``ConversionError`` where the file cannot be read.
    public static func forEach(
        of path: String,
        _ pattern: GrokPattern,
        _ body: (LineExplanation) -> Bool
    ) throws(ConversionError) {
        var matcher = GrokMatcher(pattern)
        try InputLines.forEach(of: path) { line in
            let outcome = matcher.match(line.bytes.span)
            var captures: [Capture] = []
            if outcome == .matched {
                for (number, field) in pattern.fields.enumerated() {
                    let range = matcher.range(of: number)
                    var outcome = CastOutcome.null
                    if let range { outcome = CastOutcome(line.bytes.span.extracting(range), cast: field.cast) }
                    captures.append(Capture(field: field, range: range, outcome: outcome))
                }
            }
            return body(LineExplanation(line: line, outcome: outcome, captures: captures))
        }
    }

    /// The text of a capture.
    public func text(_ capture: Capture) -> String? {
        capture.range.map { Printable.text(Array(line.bytes[$0])) }
    }
}
