import Columnar
import Conversion
import FlowLogs
import Grok
import Gzip
import JSON

/// What `classify` says.
enum ClassifyText {
    /// A paragraph for each kind of object.
    static func text(_ objects: [ObjectClassification], skipped: Int, inputs: [String]) -> String {
        var groups: [(key: String, members: [ObjectClassification])] = []
        for object in objects {
            if let place = groups.firstIndex(where: { $0.key == object.group }) {
                groups[place].members.append(object)
            } else {
                groups.append((object.group, [object]))
            }
        }
        var text = groups.map { paragraph($0.members, isOnly: groups.count == 1, inputs: inputs) }.joined(
            separator: "\n"
        )
        if skipped > 0 { text += "\n\(skipped) objects were passed over: they are AWS's write tests or hidden files\n" }
        return text.isEmpty ? "there is no object\n" : text
    }

    private static func paragraph(_ members: [ObjectClassification], isOnly: Bool, inputs: [String]) -> String {
        let object = members[0]
        var names = members.prefix(3).map(\.name).joined(separator: ", ")
        if members.count > 3 { names += ", and \(members.count - 3) more" }
        var rows = [
            (members.count == 1 ? "object" : "\(members.count) objects", names),
            ("is", "\(object.envelope.meaning); \(compression(object))"),
        ]
        for format in object.formats { rows += fields(format, object) }
        if !object.parquetColumns.isEmpty {
            rows.append(("columns", object.parquetColumns.joined(separator: ", ")))
        }
        if let guess = object.guess { rows += guessed(guess) }
        let lines = members.map(\.lines).reduce(into: LineCounts()) { $0 += $1 }
        let control = members.reduce(0) { $0 + $1.controlEvents }
        rows.append(
            (
                "lines",
                "\(Decimals.grouped(lines.total)) = \(Decimals.grouped(lines.rows)) rows + \(lines.headers) headers + "
                    + "\(Decimals.grouped(lines.rejected)) rejected + \(lines.blank) blank"
                    + (control > 0 ? "; \(control) control events" : "")
            )
        )
        for member in members {
            let name = members.count == 1 ? "" : "\(member.name): "
            for problem in member.problems { rows.append(("problem", name + problem)) }
        }
        if let command = command(object, isOnly ? inputs : members.map(\.name)) { rows.append(("convert", command)) }
        if let pattern = classifier(object) {
            rows.append(("classifier", pattern))
        } else if let reason = reasonForNoClassifier(object) {
            rows.append(("classifier", "none: \(reason)"))
        }
        return rows.map { $0.0 + String(repeating: " ", count: max(1, 14 - $0.0.count)) + $0.1 + "\n" }.joined()
    }

    private static func compression(_ object: ObjectClassification) -> String {
        let sizes =
            object.bytesIn == object.bytesInflated
            ? ByteSize.text(object.bytesIn)
            : "\(ByteSize.text(object.bytesIn)), \(ByteSize.text(object.bytesInflated)) inflated"
        return "\(object.kind == .plain ? "not compressed" : "\(object.kind)"); \(sizes)"
    }

    private static func fields(_ format: RecordFormat, _ object: ObjectClassification) -> [(String, String)] {
        let origin =
            object.hasHeader
            ? "named by the header line"
            : format.logFormat == RecordFormat.vpcDefault.logFormat
                ? "the default format, proven by the values"
                : format.logFormat == RecordFormat.transitGatewayDefault.logFormat
                    ? "the Transit Gateway default format, proven by the values" : "as given"
        let columns = format.columns.map { "\($0.columnName) \($0.type.rawValue)" }
        return [("format", "\(format.columns.count) columns, \(origin)"), ("columns", columns.joined(separator: ", "))]
    }

    private static func guessed(_ guess: FormatGuess) -> [(String, String)] {
        guard guess.looksLikeFlowLog || guess.format != nil else { return [("format", "not a flow log")] }
        if let format = guess.format {
            return [
                ("format", "no header line; the values fit this documented order of \(format.columns.count) fields:"),
                ("", format.logFormat),
            ]
        }
        return [
            ("format", "no header line, and no documented order fits; the \(guess.tokens.count) tokens look like:"),
            ("", guess.tokens.joined(separator: " ")),
        ]
    }

    private static func command(_ object: ObjectClassification, _ inputs: [String]) -> String? {
        guard object.kind != .empty, object.lines.total > 0 || object.guess != nil else { return nil }
        var words = ["flowconv", "convert"] + inputs.prefix(3).map(quoted)
        if inputs.count > 3 { words.append("…") }
        words += ["--output", "lake/"]
        if let format = object.neededLogFormat {
            words += ["--log-format", "'\(format)'"]
        } else if let guess = object.guess {
            guard guess.looksLikeFlowLog else { return nil }
            words += [
                "--log-format",
                "'…'   # the format the flow log was created with, or the file of aws ec2 describe-flow-logs",
            ]
        }
        return words.joined(separator: " ")
    }

    /// The grok pattern of a Glue classifier for the objects as they are: only of those with a record a line.
    private static func classifier(_ object: ObjectClassification) -> String? {
        guard object.envelope == .lines, object.formats.count < 2,
            let format = object.formats.first ?? object.guess?.format,
            let plain = try? RecordFormat(logFormat: format.logFormat)
        else { return nil }
        let isExport = format.hasEventTime || object.guess?.hasEventTime == true
        return try? ClassifierPattern.pattern(for: plain, isExport: isExport).source
    }

    /// Why no grok pattern describes the objects; `nil` where nobody would look for one.
    private static func reasonForNoClassifier(_ object: ObjectClassification) -> String? {
        switch object.envelope {
        case .parquet: "Glue reads Parquet by itself"
        case .lines:
            object.formats.count > 1
                ? "a grok pattern describes records of one format, and there are \(object.formats.count); convert them first"
                : nil
        case .subscription, .logEvents, .messages:
            "a grok pattern describes lines, and these records are within JSON; convert them first"
        case .csvExport, .commaSeparated, .tailDetailed, .tailShort, .textOutput:
            "a grok pattern for flow logs describes records with spaces between their fields; convert them first"
        }
    }

    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isPlain
            ? path : "'\(path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
    }

    /// One object as JSON.
    static func json(_ object: ObjectClassification) -> JSONValue {
        [
            "object": .string(object.name),
            "compression": .string("\(object.kind)"),
            "envelope": .string(object.envelope.rawValue),
            "header": .bool(object.hasHeader),
            "formats": .array(
                object.formats.map { format in
                    [
                        "log_format": .string(format.logFormat),
                        "columns": .array(
                            format.columns.map {
                                [
                                    "name": .string($0.columnName), "field": .string($0.name),
                                    "type": .string($0.type.rawValue),
                                ]
                            }
                        ),
                    ]
                }
            ),
            "parquet_columns": .strings(object.parquetColumns),
            "guess": object.guess.map { guess in
                [
                    "log_format": guess.format.map { .string($0.logFormat) } ?? .null,
                    "tokens": .strings(guess.tokens),
                    "flow_log": .bool(guess.looksLikeFlowLog),
                ]
            } ?? .null,
            "needed_log_format": object.neededLogFormat.map { .string($0) } ?? .null,
            "lines": [
                "total": .integer(object.lines.total), "rows": .integer(object.lines.rows),
                "headers": .integer(object.lines.headers), "rejected": .integer(object.lines.rejected),
                "blank": .integer(object.lines.blank),
            ],
            "control_events": .integer(object.controlEvents),
            "bytes": ["in": .integer(object.bytesIn), "inflated": .integer(object.bytesInflated)],
            "problems": .strings(object.problems),
            "classifier": classifier(object).map { .string($0) } ?? .null,
            "command": command(object, [object.name]).map { .string($0) } ?? .null,
        ]
    }
}
