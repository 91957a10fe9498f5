import Conversion
import FlowLogs
import Grok

/// What `flowconv grok` tells people.
enum GrokText {
    /// A line and its fields, or the place where it ceases to match with a caret below.
    static func explanation(_ explanation: LineExplanation, _ input: String) -> String {
        let line = explanation.line
        let place = "\(input):\(line.number): "
        switch explanation.outcome {
        case .matched:
            let rows = explanation.captures.map { capture in
                [
                    capture.field.name, capture.field.cast?.rawValue ?? "string",
                    (explanation.text(capture) ?? "") + remark(capture),
                ]
            }
            return place + "matches\n" + TextTable.text(rows, [.left, .left, .left], indent: 4)
        case .exhausted:
            return place + "takes too long to match: make the pattern less ambiguous\n"
        case .unmatched(let mismatch):
            let before = Printable.text(Array(line.bytes[..<mismatch.offset]))
            let caret = String(repeating: " ", count: 4 + before.unicodeScalars.count) + "^"
            return place + "no match at byte \(mismatch.offset): expected \(mismatch.expected)\n"
                + "    \(Printable.text(line.bytes))\n\(caret)\n"
        }
    }

    private static func remark(_ capture: LineExplanation.Capture) -> String {
        switch capture.outcome {
        case .value: ""
        case .null: capture.range.map { $0.isEmpty } ?? true ? "(NULL)" : " (NULL)"
        case .overflow: " (does not fit \(capture.field.cast?.rawValue ?? ""))"
        case .notOfType: " (no \(capture.field.cast?.rawValue ?? ""), would be NULL)"
        }
    }

    /// Match rate, columns and findings.
    static func check(_ check: ClassifierCheck) -> String {
        let share = check.lines > 0 ? Double(check.matched) * 100 / Double(check.lines) : 0
        var text =
            "\(Decimals.grouped(check.matched)) of \(Decimals.grouped(check.lines)) lines match "
            + "(\(Decimals.text(share, 1)) %); the pattern has \(Decimals.grouped(check.patternLength)) of "
            + "\(Decimals.grouped(GrokPattern.glueLimit)) characters\n\n"
        var rows = [["lines", "count", "match"]]
        for count in check.categories {
            rows.append([count.category.name, Decimals.grouped(count.lines), Decimals.grouped(count.matched)])
        }
        text += TextTable.text(rows, [.left, .right, .right], indent: 2) + "\n"
        rows = [["column", "type in Glue", "values", "NULL", "overflow", "not of type"]]
        for column in check.columns {
            let found = column.diagnosis
            rows.append(
                [column.name, column.hiveType]
                    + [found.values, found.nulls, found.overflows, found.notOfType].map { Decimals.grouped($0) }
            )
        }
        text += TextTable.text(rows, [.left, .left, .right, .right, .right, .right], indent: 2) + "\n"
        if !check.hasProblems { text += "nothing wrong\n" }
        for finding in check.findings { text += "\(finding.isProblem ? "problem" : "note"): \(finding.text)\n" }
        if check.hasProblems, check.isForFlowLogs {
            text += "`flowconv grok generate` writes a pattern for flow logs that has none of these.\n"
        }
        return text
    }
}
