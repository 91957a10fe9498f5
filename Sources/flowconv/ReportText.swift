import Conversion
import FlowLogs
import JSON
import Lake

/// The report of a conversion, for people and for programs.
enum ReportText {
    /// A short table.
    static func table(_ report: ConversionReport, output: String) -> String {
        if report.alreadyConvertedObjects > 0,
            report.alreadyConvertedObjects + report.skippedObjects == report.totalObjects
        {
            return
                "nothing to do: all \(Decimals.grouped(report.alreadyConvertedObjects)) objects are in the lake already "
                + "(\(Decimals.text(report.seconds, 2)) s)\n"
        }
        let lines = report.lines
        var objects = "\(Decimals.grouped(report.totalObjects))"
        if report.skippedObjects > 0 { objects += ", \(report.skippedObjects) skipped" }
        if report.alreadyConvertedObjects > 0 {
            objects += ", \(Decimals.grouped(report.alreadyConvertedObjects)) in the lake already"
        }
        if report.emptyObjects > 0 { objects += ", \(report.emptyObjects) empty" }
        if report.failedObjects > 0 { objects += ", \(report.failedObjects) left out" }
        if !report.losses.isEmpty { objects += ", \(report.losses.count) salvaged" }
        var rows: [(String, String)] = [
            ("objects", objects),
            ("bytes in", "\(ByteSize.text(report.bytesIn)) (\(ByteSize.text(report.bytesInflated)) of text)"),
            (
                "lines",
                "\(Decimals.grouped(lines.total)) = \(Decimals.grouped(lines.rows)) rows + \(lines.headers) headers + "
                    + "\(Decimals.grouped(lines.rejected)) rejected + \(Decimals.grouped(lines.blank)) blank"
            ),
        ]
        let statuses = report.rowsByLogStatus.sorted { $0.key < $1.key }
        if !statuses.isEmpty {
            rows.append(
                ("log status", statuses.map { "\($0.key) \(Decimals.grouped($0.value))" }.joined(separator: ", "))
            )
        }
        if report.envelopes.keys.contains(where: { $0 != .lines }) {
            let shapes = report.envelopes.sorted { $0.key.rawValue < $1.key.rawValue }
            var text = shapes.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
            if report.controlEvents > 0 { text += "; \(report.controlEvents) control events passed over" }
            rows.append(("shapes", text))
        }
        if !report.unknownFields.isEmpty {
            rows.append(("unknown fields", report.unknownFields.sorted().joined(separator: ", ") + " (kept as text)"))
        }
        rows.append(("partitions", Decimals.grouped(report.partitionCount)))
        let ratio = report.bytesIn > 0 ? Decimals.text(Double(report.bytesOut) * 100 / Double(report.bytesIn), 1) : "-"
        rows.append(
            (
                "files",
                "\(Decimals.grouped(report.files.count)), \(ByteSize.text(report.bytesOut)), \(ratio) % of the bytes in"
            )
        )
        rows.append(
            (
                "time",
                "\(Decimals.text(report.seconds, 2)) s, \(Decimals.grouped(Int(report.linesPerSecond))) lines/s"
            )
        )
        if report.finishedUnits > 0 {
            rows.append(("recovered", "\(report.finishedUnits) units that an earlier run had not quite published"))
        }
        rows.append(("lake", output))
        for file in report.rejectFiles { rows.append(("rejects", "\(output)/\(file)")) }
        return rows.map { $0.0 + String(repeating: " ", count: max(1, 16 - $0.0.count)) + $0.1 + "\n" }.joined()
    }

    /// A line for each object that is not in the lake, or not all of it.
    static func warnings(_ report: ConversionReport) -> String {
        let skipped = report.failures.map { "flowconv: warning: left out: \($0.error)\n" }
        let salvaged = report.losses.map { loss in
            "flowconv: warning: salvaged: \(loss.name): \(loss.reason); the last \(loss.unfinishedBytes) bytes before it, "
                + "the beginning of a line, were dropped\n"
        }
        return (skipped + salvaged).joined()
    }

    /// One line for a commit of many.
    static func line(_ report: ConversionReport) -> String {
        "committed \(Decimals.grouped(report.convertedObjects)) "
            + (report.convertedObjects == 1 ? "object" : "objects") + ", \(Decimals.grouped(report.lines.rows)) rows, "
            + "\(Decimals.grouped(report.lines.rejected)) rejected lines, \(ByteSize.text(report.bytesOut)) in "
            + "\(Decimals.grouped(report.files.count)) files\n"
    }

    /// One line for the end of a stream.
    static func line(_ outcome: StreamFollower.Outcome) -> String {
        var text = "standard input: \(Decimals.grouped(outcome.lines.rows)) rows in "
        text += "\(Decimals.grouped(outcome.commits)) commits, "
        text += "\(Decimals.grouped(outcome.lines.rejected)) rejected lines"
        if outcome.droppedBytes > 0 { text += ", \(outcome.droppedBytes) bytes of an unfinished line dropped" }
        return text + "\n"
    }

    /// One JSON object.
    static func json(_ report: ConversionReport) -> String { JSONText.pretty(document(report)) + "\n" }

    /// The same on one line.
    static func jsonLine(_ report: ConversionReport) -> String { JSONText.compact(document(report)) + "\n" }

    private static func document(_ report: ConversionReport) -> JSONValue {
        let value: JSONValue = [
            "objects": [
                "total": .integer(report.totalObjects),
                "converted": .integer(report.convertedObjects),
                "already_converted": .integer(report.alreadyConvertedObjects),
                "skipped": .integer(report.skippedObjects),
                "empty": .integer(report.emptyObjects),
                "failed": .integer(report.failedObjects),
            ],
            "lines": [
                "total": .integer(report.lines.total),
                "rows": .integer(report.lines.rows),
                "headers": .integer(report.lines.headers),
                "rejected": .integer(report.lines.rejected),
                "blank": .integer(report.lines.blank),
            ],
            "bytes": [
                "in": .integer(report.bytesIn),
                "inflated": .integer(report.bytesInflated),
                "out": .integer(report.bytesOut),
            ],
            "envelopes": .object(
                report.envelopes.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                    JSONMember($0.key.rawValue, .integer($0.value))
                }
            ),
            "control_events": .integer(report.controlEvents),
            "rows_by_log_status": .object(
                report.rowsByLogStatus.sorted { $0.key < $1.key }.map { JSONMember($0.key, .integer($0.value)) }
            ),
            "partitions": .integer(report.partitionCount),
            "files": .array(
                report.files.map { file in
                    ["path": .string(file.path), "rows": .integer(file.rows), "bytes": .integer(file.bytes)]
                }
            ),
            "failures": .array(
                report.failures.map { ["object": .string($0.name), "error": .string($0.error.description)] }
            ),
            "salvaged": .array(
                report.losses.map { loss in
                    [
                        "object": .string(loss.name), "error": .string(loss.reason),
                        "inflated_offset": .integer(loss.inflatedOffset),
                        "unfinished_bytes": .integer(loss.unfinishedBytes),
                    ]
                }
            ),
            "rejects": .strings(report.rejectFiles),
            "recovered_units": .integer(report.finishedUnits),
            "unknown_fields": .strings(report.unknownFields.sorted()),
            "seconds": .number(report.seconds),
            "lines_per_second": .number(report.linesPerSecond),
        ]
        return value
    }
}
