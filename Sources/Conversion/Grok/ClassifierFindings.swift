import FlowLogs
import Grok

/// Draws the conclusions of a check.
struct ClassifierFindings {
    let format: PatternFormat
    let counts: [CategoryCount]
    let columns: [ClassifierCheck.Column]
    let matched: Int

    var all: [ClassifierFinding] {
        matching + probes + types + values + limits + names
    }

    private var pattern: GrokPattern { format.pattern }

    // MARK: Lines

    private var matching: [ClassifierFinding] {
        counts.compactMap { count in
            if count.category == .kind(.header) {
                guard count.matched > 0 else { return nil }
                return .problem("takes the header line for a record; make a field of digits %{INT:name:int}")
            }
            let missed = count.lines - count.matched
            guard missed > 0, let first = count.firstMiss else { return nil }
            let share = count.matched == 0 ? "every" : "\(missed) of \(count.lines)"
            let phrase = count.category.phrase + (count.matched == 0 ? "" : "s")
            let number = count.matched == 0 ? " (\(missed) of \(count.lines))" : ""
            return .problem("rejects \(share) \(phrase)\(number): \(first)")
        }
    }

    /// What would become of lines that the file has none of, tried on records of the pattern's own fields.
    private var probes: [ClassifierFinding] {
        guard let names = flowFieldNames else { return [] }
        let hasTimestamp = Self.isExportPattern(pattern)
        let prefix = hasTimestamp ? SampleRecords.exportPrefix : ""
        let samples = SampleRecords(fieldNames: names).samples
        var matcher = GrokMatcher(pattern)
        // A pattern that does not match the plain record has troubles of its own.
        guard let plain = samples.first, matcher.match(Array((prefix + plain.line).utf8).span) == .matched else {
            return []
        }
        var findings: [ClassifierFinding] = []
        func probe(_ category: LineCategory, _ line: String) {
            guard counts.contains(where: { $0.category == category && $0.lines == 0 }) else { return }
            let bytes = Array(line.utf8)
            let outcome = matcher.match(bytes.span)
            guard outcome != .matched else { return }
            let miss = ClassifierCheck.miss(outcome, bytes)
            let text = "would reject every \(category.phrase), of which this file has none: \(miss)"
            // Every flow log has the other kinds; whether it is exported is up to its owner.
            findings.append(category == .exported ? .note(text) : .problem(text))
        }
        for sample in samples.dropFirst() { probe(.kind(sample.kind), prefix + sample.line) }
        if !hasTimestamp { probe(.exported, SampleRecords.exportPrefix + plain.line) }
        return findings
    }

    // MARK: Columns

    /// Casts that AWS's own types contradict.
    private var types: [ClassifierFinding] {
        guard flowFieldNames != nil else { return [] }
        return columns.compactMap { column in
            guard let field = Self.flowField(column.name) else { return nil }
            switch (field.type, column.field.cast) {
            case (.int64, .some(let cast)) where (cast.integerBits ?? 64) < 64:
                return .problem(
                    "types \(column.name) as a \(cast.integerBits ?? 0)-bit \(cast): values above \(Self.largest(cast)) "
                        + "do not fit, and AWS documents 64 bits; write %{…:\(column.field.name):long}"
                )
            case (.int32, .some(let cast)) where (cast.integerBits ?? 32) < 32:
                return .problem(
                    "types \(column.name) as a \(cast.integerBits ?? 0)-bit \(cast): values above \(Self.largest(cast)) "
                        + "do not fit, and AWS documents 32 bits; write %{…:\(column.field.name):int}"
                )
            case (.string, .some(let cast)):
                return .problem(
                    "types \(column.name) as \(cast), and it is text: "
                        + (field.name == "account-id"
                            ? "leading zeros are lost; leave the type out" : "leave the type out")
                )
            case (.int32, nil), (.int64, nil):
                let cast = field.type.grokCast ?? .long
                return .note("\(column.name) is text; for a number write %{…:\(column.field.name):\(cast)}")
            default: return nil
            }
        }
    }

    private static func largest(_ cast: GrokCast) -> String {
        let value = (UInt64(1) << UInt64((cast.integerBits ?? 64) - 1)) - 1
        return ReadableNumber.grouped(value)
    }

    /// Values that the casts make nothing of, and columns without any.
    private var values: [ClassifierFinding] {
        var findings: [ClassifierFinding] = []
        var withDash: [String] = []
        for column in columns {
            let found = column.diagnosis
            let type = column.field.cast?.rawValue ?? "text"
            let example = found.firstFailure.map { " (line \($0.line): '\(Printable.text($0.text))')" } ?? ""
            if found.overflows > 0 {
                findings.append(
                    .problem("values of \(column.name) that do not fit \(type): \(found.overflows)\(example)")
                )
            }
            if found.notOfType > 0 {
                findings.append(
                    .problem(
                        "values of \(column.name) that are no \(type) and would be NULL: "
                            + "\(found.notOfType)\(example)"
                    )
                )
            }
            if matched > 0, found.nulls == matched {
                findings.append(.note("\(column.name) would be NULL in every row"))
            } else if found.nulls > 0, column.field.cast != nil {
                withDash.append(column.name)
            }
        }
        if !withDash.isEmpty {
            findings.append(
                .note(
                    "AWS does not say what a cast makes of '-'; flowconv makes it NULL (\(withDash.joined(separator: ", ")))"
                )
            )
        }
        return findings
    }

    // MARK: The pattern itself

    private var limits: [ClassifierFinding] {
        var findings: [ClassifierFinding] = []
        if pattern.source.count > GrokPattern.glueLimit {
            findings.append(
                .problem("has \(pattern.source.count) characters, and Glue takes \(GrokPattern.glueLimit)")
            )
        }
        let custom = format.customPatterns.count
        if custom > GrokPattern.glueCustomPatternsLimit {
            findings.append(
                .problem(
                    "has custom patterns of \(custom) characters; Glue takes \(GrokPattern.glueCustomPatternsLimit)"
                )
            )
        }
        return findings
    }

    /// Elements without a name: AWS's Athena example shows one as a column.
    private var names: [ClassifierFinding] {
        let unnamed = Set(pattern.elements.filter { $0.text.hasPrefix("%{") && !$0.text.contains(":") }.map(\.text))
        guard !unnamed.isEmpty else { return [] }
        let list = unnamed.sorted().joined(separator: ", ")
        return [
            .note("\(list) has no field name; Athena's documentation shows such an element as a column of its own")
        ]
    }

    // MARK: Fields

    /// Whether the pattern begins with a timestamp, as lines of an export do.
    static func isExportPattern(_ pattern: GrokPattern) -> Bool {
        pattern.fields.first?.pattern == "TIMESTAMP_ISO8601" || pattern.elements.first?.text == "%{TIMESTAMP_ISO8601}"
    }

    /// The documented names of all fields, where the pattern is one for flow logs.
    var flowFieldNames: [String]? {
        let hasField =
            Self.isExportPattern(pattern) && pattern.fields.first?.pattern == "TIMESTAMP_ISO8601"
        let own = columns.dropFirst(hasField ? 1 : 0)
        let names = own.compactMap { Self.flowField($0.name)?.name }
        return !names.isEmpty && names.count == own.count ? names : nil
    }

    private static let byColumn = Dictionary(uniqueKeysWithValues: FlowField.all.map { ($0.columnName, $0) })

    /// The documented field of a column; `start_time` and `end_time` are names that guides use.
    private static func flowField(_ column: String) -> FlowField? {
        byColumn[column] ?? (column.hasSuffix("_time") ? byColumn[String(column.dropLast(5))] : nil)
    }
}
