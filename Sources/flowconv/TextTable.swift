/// Rows of cells as lines of aligned columns.
enum TextTable {
    /// How a column is aligned.
    enum Alignment {
        case left
        case right
    }

    /// The lines, two spaces between columns, each line indented by `indent` spaces.
    static func text(_ rows: [[String]], _ alignments: [Alignment], indent: Int = 0) -> String {
        var widths = [Int](repeating: 0, count: alignments.count)
        for row in rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.count) }
        }
        var text = ""
        for row in rows {
            var line = String(repeating: " ", count: indent)
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += (column == 0 ? "" : "  ") + (alignments[column] == .right ? padding + cell : cell + padding)
            }
            while line.hasSuffix(" ") { line.removeLast() }
            text += line + "\n"
        }
        return text
    }
}
