import Columnar
import JSON
import Lake

/// What `status` says.
enum StatusText {
    /// For people.
    static func text(_ status: LakeStatus) -> String {
        var rows = [["partition", "files", "rows", "bytes", "from", "to"]]
        for partition in status.partitions {
            rows.append([
                partition.path.isEmpty ? "-" : partition.path, Decimals.grouped(partition.files),
                Decimals.grouped(partition.rows), Decimals.grouped(partition.bytes), time(partition.times?.lowerBound),
                time(partition.times?.upperBound),
            ])
        }
        var text = TextTable.text(rows, [.left, .right, .right, .right, .left, .left])
        text += "\n\(Decimals.grouped(status.rows)) rows in \(Decimals.grouped(status.files)) files, "
        text += "\(ByteSize.text(status.bytes)), of \(Decimals.grouped(status.inputs)) inputs in "
        text += "\(Decimals.grouped(status.units)) units\n"
        if status.rejectedLines > 0 {
            text += "\(Decimals.grouped(status.rejectedLines)) rejected lines in \(status.rejects.count) files:\n"
            for file in status.rejects { text += "  \(file)\n" }
        }
        if !status.lastUnits.isEmpty {
            text += "\nlast units\n"
            let units = status.lastUnits.map { record in
                [
                    stamp(record.time), record.kind.rawValue, record.unit, "\(Decimals.grouped(record.rows)) rows",
                    "\(Decimals.grouped(record.inputs.count)) inputs", record.version,
                ]
            }
            text += TextTable.text(units, [.left, .left, .left, .right, .right, .left], indent: 2)
        }
        for record in status.pending {
            text +=
                "\nunfinished: unit \(record.unit) with \(Decimals.grouped(record.rows)) rows is complete and not yet "
            text += "visible; the next run of convert publishes it\n"
        }
        return text
    }

    /// For programs.
    static func json(_ status: LakeStatus) -> JSONValue {
        [
            "rows": .integer(status.rows),
            "files": .integer(status.files),
            "bytes": .integer(status.bytes),
            "inputs": .integer(status.inputs),
            "units": .integer(status.units),
            "rejected_lines": .integer(status.rejectedLines),
            "rejects": .strings(status.rejects),
            "partitions": .array(
                status.partitions.map { partition in
                    [
                        "path": .string(partition.path),
                        "files": .integer(partition.files),
                        "rows": .integer(partition.rows),
                        "bytes": .integer(partition.bytes),
                        "min_time": partition.times.map { .integer(Int($0.lowerBound)) } ?? .null,
                        "max_time": partition.times.map { .integer(Int($0.upperBound)) } ?? .null,
                    ]
                }
            ),
            "last_units": .array(
                status.lastUnits.map { record in
                    [
                        "unit": .string(record.unit),
                        "kind": .string(record.kind.rawValue),
                        "time": .string(stamp(record.time)),
                        "rows": .integer(record.rows),
                        "inputs": .integer(record.inputs.count),
                    ]
                }
            ),
            "unfinished_units": .strings(status.pending.map(\.unit)),
        ]
    }

    /// Seconds, or milliseconds where they are so many that nothing else makes sense.
    private static func time(_ value: Int64?) -> String {
        guard let value else { return "-" }
        return stamp(Int(value.magnitude > 100_000_000_000 ? value / 1000 : value))
    }

    private static func stamp(_ seconds: Int) -> String {
        let days = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
        let date = CivilDate(daysSinceEpoch: days)
        let rest = seconds - days * 86_400
        let fields = [date.month, date.day].map(pad).joined(separator: "-")
        return "\(date.year)-\(fields)T\(pad(rest / 3600)):\(pad(rest / 60 % 60)):\(pad(rest % 60))Z"
    }

    private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
