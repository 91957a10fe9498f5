import Conversion
import Gzip
import JSON

/// What was measured, for people and for programs.
enum BenchText {
    /// A short table.
    static func table(_ report: BenchmarkReport) -> String {
        let kind = report.isGenerated ? " generated" : ""
        var text =
            "input   \(Decimals.grouped(report.lines)) lines\(kind) in \(Decimals.grouped(report.objects)) objects, "
        text += "\(ByteSize.text(report.bytesIn)) (\(ByteSize.text(report.bytesInflated)) of text)\n"
        text += "output  \(Decimals.grouped(report.rows)) rows, \(ByteSize.text(report.bytesOut))\n"
        text += "rounds  \(report.rounds), medians; inflate by \(GzipInflater.libraryName)\n\n"
        var rows = [["one thread", "seconds", "ns/line", "lines/s", "MB/s text", "MB/s in", "share"]]
        let sum = report.sumOfStages
        for stage in report.stages {
            let share = sum > 0 ? Decimals.text(stage.seconds * 100 / sum, 1) + " %" : "-"
            rows.append(row(stage.stage.rawValue, stage.seconds, report) + [share])
        }
        rows.append(row("all stages", sum, report) + [""])
        for whole in report.whole {
            let name = whole.threads == 1 ? "convert, 1 thread" : "convert, \(whole.threads) threads"
            rows.append(row(name, whole.seconds, report) + [""])
        }
        return text + TextTable.text(rows, [.left, .right, .right, .right, .right, .right, .right])
    }

    private static func row(_ name: String, _ seconds: Double, _ report: BenchmarkReport) -> [String] {
        [
            name, Decimals.text(seconds, 4), Decimals.text(seconds * 1e9 / Double(report.lines), 1),
            Decimals.grouped(Int(exactly: perSecond(report.lines, seconds).rounded()) ?? 0),
            Decimals.text(perSecond(report.bytesInflated, seconds) / 1e6, 1),
            Decimals.text(perSecond(report.bytesIn, seconds) / 1e6, 1),
        ]
    }

    /// One JSON object.
    static func json(_ report: BenchmarkReport) -> String {
        let value: JSONValue = [
            "generated": .bool(report.isGenerated),
            "objects": .integer(report.objects),
            "lines": .integer(report.lines),
            "rows": .integer(report.rows),
            "bytes": [
                "in": .integer(report.bytesIn),
                "inflated": .integer(report.bytesInflated),
                "out": .integer(report.bytesOut),
            ],
            "rounds": .integer(report.rounds),
            "inflater": .string(GzipInflater.libraryName),
            "stages": .array(
                report.stages.map { stage in
                    .object([JSONMember("stage", .string(stage.stage.rawValue))] + members(stage.seconds, report))
                }
            ),
            "whole": .array(
                report.whole.map { whole in
                    .object([JSONMember("threads", .integer(whole.threads))] + members(whole.seconds, report))
                }
            ),
        ]
        return JSONText.pretty(value) + "\n"
    }

    private static func members(_ seconds: Double, _ report: BenchmarkReport) -> [JSONMember] {
        [
            JSONMember("seconds", .number(seconds)),
            JSONMember("nanoseconds_per_line", .number(seconds * 1e9 / Double(report.lines))),
            JSONMember("lines_per_second", .number(perSecond(report.lines, seconds))),
            JSONMember("inflated_bytes_per_second", .number(perSecond(report.bytesInflated, seconds))),
            JSONMember("bytes_in_per_second", .number(perSecond(report.bytesIn, seconds))),
        ]
    }

    /// Infinite where the clock saw nothing pass, which JSON writes as `null` and the table as 0 or a dash.
    private static func perSecond(_ count: Int, _ seconds: Double) -> Double { Double(count) / seconds }
}
