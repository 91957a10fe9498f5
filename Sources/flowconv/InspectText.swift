import Lake

/// What `inspect` says to people.
enum InspectText {
    /// Bounds are cut at this many characters.
    private static let boundWidth = 24

    /// Everything about one file.
    static func file(_ file: FileDescription) -> String {
        var text = "file         \(file.path), \(Decimals.grouped(file.bytes)) bytes\n"
        text += "rows         \(Decimals.grouped(file.rows)) in \(file.groups.count) row groups\n"
        if let createdBy = file.createdBy { text += "created by   \(printable(createdBy))\n" }
        for note in file.notes { text += "note         \(printable(note.key)) = \(cut(printable(note.value), 100))\n" }
        text += "\nschema\n"
        text += TextTable.text(
            file.columns.map { [printable($0.name), $0.type, $0.isOptional ? "optional" : "required"] },
            [.left, .left, .left],
            indent: 2
        )
        for (number, group) in file.groups.enumerated() {
            let sorted = group.sortedBy.isEmpty ? "" : ", sorted by \(group.sortedBy.joined(separator: ", "))"
            text += "\nrow group \(number): \(Decimals.grouped(group.rows)) rows\(sorted)\n"
            let header = [
                "column", "encodings", "codec", "bytes", "uncompressed", "nulls", "min", "max", "bloom", "index",
            ]
            text += TextTable.text(
                [header] + group.chunks.map(row),
                [.left, .left, .left, .right, .right, .right, .left, .left, .right, .left],
                indent: 2
            )
        }
        return text
    }

    private static func row(_ chunk: FileDescription.Chunk) -> [String] {
        [
            printable(chunk.name), chunk.encodings.joined(separator: "+"), chunk.codec,
            Decimals.grouped(chunk.compressedBytes), Decimals.grouped(chunk.uncompressedBytes),
            chunk.nullCount.map(Decimals.grouped) ?? "?", chunk.min.map { cut(printable($0), boundWidth) } ?? "-",
            chunk.max.map { cut(printable($0), boundWidth) } ?? "-",
            chunk.bloomFilterBytes.map { $0 > 0 ? Decimals.grouped($0) : "yes" } ?? "-",
            chunk.hasPageIndex ? "yes" : "-",
        ]
    }

    /// What stands above the lines of a lake's files.
    static let lakeHeader = "        rows           bytes  groups  file\n"

    /// One file of a lake.
    static func lakeLine(_ file: FileDescription) -> String {
        right(Decimals.grouped(file.rows), 12) + right(Decimals.grouped(file.bytes), 16)
            + right("\(file.groups.count)", 8) + "  \(printable(file.path))\n"
    }

    /// What stands below them.
    static func totals(_ totals: LakeTotals) -> String {
        var text = right(Decimals.grouped(totals.rows), 12) + right(Decimals.grouped(totals.bytes), 16)
        text += right("\(totals.groups)", 8) + "  \(Decimals.grouped(totals.files)) files\n\n"
        let rows = totals.names.map { name in
            let column = totals.columns[name] ?? LakeTotals.Column()
            return [
                printable(name), column.encodings.joined(separator: "+"), Decimals.grouped(column.compressedBytes),
                Decimals.grouped(column.uncompressedBytes), Decimals.grouped(column.nullCount),
            ]
        }
        return text
            + TextTable.text(
                [["column", "encodings", "bytes", "uncompressed", "nulls"]] + rows,
                [.left, .left, .right, .right, .right]
            )
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }

    private static func cut(_ text: String, _ width: Int) -> String {
        text.count > width ? text.prefix(width - 1) + "…" : text
    }

    /// Text from a file without what would move the cursor.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "�" : $0 })
        )
    }
}
