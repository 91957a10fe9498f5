import FlowLogs
import Grok

/// What a Glue classifier with a grok pattern makes of a file: which lines match, what the columns are, and what is wrong.
public struct ClassifierCheck: Sendable {
    /// A column of the table that the crawler makes.
    public struct Column: Sendable {
        /// The field.
        public let field: GrokField
        /// Its name in the catalog.
        public let name: String
        /// What its values are.
        public let diagnosis: FieldDiagnosis
        /// Its type in the catalog: the cast's, and text without one.
        public var hiveType: String { field.cast?.hiveType ?? "string" }
    }

    /// The pattern's characters.
    public let patternLength: Int
    /// Lines that match.
    public let matched: Int
    /// Lines.
    public let lines: Int
    /// The lines by category, only those that there are.
    public let categories: [CategoryCount]
    /// The columns, in the pattern's order.
    public let columns: [Column]
    /// What to know, problems first.
    public let findings: [ClassifierFinding]

    /// Whether the pattern is one for flow logs: all of its fields are documented ones.
    public let isForFlowLogs: Bool

    /// Whether data would be lost or wrong.
    public var hasProblems: Bool { findings.contains(where: \.isProblem) }

    /// Checks a pattern against the lines of a file, or of standard input, which is `-`.
    ///
    /// - Throws: ``ConversionError`` where the file cannot be read.
    public init(_ format: PatternFormat, path: String) throws(ConversionError) {
        let pattern = format.pattern
        var diagnosis = PatternDiagnosis(pattern)
        var counts = Dictionary(uniqueKeysWithValues: LineCategory.all.map { ($0, CategoryCount(category: $0)) })
        let isExportPattern = ClassifierFindings.isExportPattern(pattern)
        var lines = 0
        try InputLines.forEach(of: path) { line in
            lines += 1
            let outcome = diagnosis.add(line.bytes.span, number: line.number)
            for category in LineCategory.categories(of: line.bytes, isExportPattern: isExportPattern) {
                counts[category]?.lines += 1
                if outcome == .matched {
                    counts[category]?.matched += 1
                } else if counts[category]?.firstMiss == nil {
                    counts[category]?.firstMiss = "line \(line.number), \(Self.miss(outcome, line.bytes))"
                }
            }
            return true
        }
        patternLength = pattern.source.count
        matched = diagnosis.matched
        self.lines = lines
        categories = LineCategory.all.compactMap { counts[$0] }.filter { $0.lines > 0 }
        columns = zip(zip(pattern.fields, format.format.columns), diagnosis.fields).map { field, diagnosis in
            Column(field: field.0, name: field.1.columnName, diagnosis: diagnosis)
        }
        let findings = ClassifierFindings(
            format: format,
            counts: LineCategory.all.compactMap { counts[$0] },
            columns: columns,
            matched: matched
        )
        isForFlowLogs = findings.flowFieldNames != nil
        self.findings = findings.all.filter(\.isProblem) + findings.all.filter { !$0.isProblem }
    }

    /// Where a line ceases to match, what was expected there and what was found.
    static func miss(_ outcome: GrokMatcher.Outcome, _ line: [UInt8]) -> String {
        switch outcome {
        case .matched: "matches"
        case .exhausted: "takes too long to match: make the pattern less ambiguous"
        case .unmatched(let mismatch):
            "byte \(mismatch.offset): expected \(mismatch.expected), found \(found(line, mismatch.offset))"
        }
    }

    /// The text at a place, up to the next space.
    private static func found(_ line: [UInt8], _ offset: Int) -> String {
        guard offset < line.count else { return "the end of the line" }
        let word = line[offset...].prefix { $0 != UInt8(ascii: " ") }.prefix(40)
        return word.isEmpty ? "a space" : "'\(Printable.text(Array(word)))'"
    }
}
