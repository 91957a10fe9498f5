import Columnar
import FlowLogs

enum RecordsTarget {
    /// Header lines to put before an input; its first byte chooses.
    private static let headers: [[UInt8]] =
        [[]]
        + [
            FlowField.defaultNames, FlowField.transitGatewayDefaultNames,
            ["start", "bytes", "srcaddr", "srcport", "my-field"], ["version"], ["action"],
        ].map { Array(($0.joined(separator: " ") + "\n").utf8) }

    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        guard let seed = input.first else { return }
        try runGiven(Array(input.dropFirst()))
        let text = headers[Int(seed) % headers.count] + input.dropFirst()
        let reference = ReferenceParser(text)
        let parser = RecordParser()
        // A second time with the dictionaries of the first.
        for _ in 0..<2 {
            var rows: [ReferenceParser.Row] = []
            var rejects: [ReferenceParser.Reject] = []
            do {
                try parse(text, parser) { batch in
                    rows += Self.rows(batch)
                } rejected: {
                    rejects += $0
                }
            } catch {
                // The twin looks at all lines for a format, the parser at the first hundred.
                let isLong = text.count { $0 == 0x0A } >= 100
                try expect(reference.isUndecided || isLong, "refused: \(error)")
                return
            }
            try expect(!reference.isUndecided, "the fields cannot be told, and were")
            try expect(parser.counts.isBalanced, "unbalanced: \(parser.counts)")
            try expect(parser.counts == reference.counts, "\(parser.counts), \(reference.counts) expected")
            for (row, other) in zip(rows, reference.rows) {
                try expect(row == other, "row \(row)\n  expected \(other)")
            }
            try expect(rows.count == reference.rows.count, "\(rows.count) rows, \(reference.rows.count) expected")
            try expect(rejects == reference.rejects, "rejects \(rejects)\n  expected \(reference.rejects)")
        }
    }

    /// Whether a format that was given fits is not the twin's to say: only that every line is accounted for.
    private static func runGiven(_ text: [UInt8]) throws(FuzzFailure) {
        let parser = RecordParser()
        let formats = [RecordFormat.vpcDefault, .transitGatewayDefault]
        var rows = 0
        guard (try? parse(text, parser, formats: formats, batch: { rows += $0.count }, rejected: { _ in })) != nil
        else { return }
        try expect(parser.counts.isBalanced, "unbalanced: \(parser.counts)")
        try expect(parser.counts.rows == rows, "\(parser.counts.rows) rows counted, \(rows) given")
    }

    /// Hands a text to a parser, a block at a time.
    static func parse(
        _ text: [UInt8],
        _ parser: some BlockParser,
        formats: [RecordFormat] = [],
        batch: (ColumnBatch) -> Void,
        rejected: ([ReferenceParser.Reject]) -> Void
    ) throws(FormatError) {
        parser.beginObject(formats: formats)
        var lines = LineBlocks()
        let block = TextBlock(capacity: 0)
        var rest = text[...]
        while lines.fill(
            block,
            from: { room in
                let piece = rest.prefix(room.count)
                room.copyBytes(from: piece)
                rest = rest.dropFirst(piece.count)
                return piece.count
            }
        ) {
            parser.begin(block)
            while let rows = try parser.nextBatch() { batch(rows) }
            rejected(
                parser.takeRejects().map { .init(line: $0.line, offset: $0.offset, reason: $0.reason, raw: $0.raw) }
            )
        }
    }

    private static func rows(_ batch: ColumnBatch) -> [ReferenceParser.Row] {
        (0..<batch.count).map { row in
            ReferenceParser.Row(
                fields: batch.format.columns.map(\.name),
                values: batch.columns.map { column in
                    column.type == .string ? column.text(at: row) : column.integer(at: row).map { Array("\($0)".utf8) }
                }
            )
        }
    }
}
