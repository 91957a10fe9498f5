import Columnar
import FlowLogs

enum RecordsTarget {
    /// What an object is taken for where it has no header line; the first byte of an input chooses.
    private static let formats: [RecordFormat?] = [
        nil,
        .vpcDefault,
        .transitGatewayDefault,
        try? RecordFormat(fieldNames: ["start", "bytes", "srcaddr", "srcport", "my-field"]),
        try? RecordFormat(fieldNames: ["version"]),
        try? RecordFormat(fieldNames: ["action"]),
    ]

    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        guard let seed = input.first else { return }
        let text = Array(input.dropFirst())
        let given = formats[Int(seed) % formats.count]
        let reference = ReferenceParser(text, given: given?.columns.map(\.name))
        let parser = RecordParser(format: given)
        // A second time with the dictionaries of the first.
        for _ in 0..<2 {
            var rows: [ReferenceParser.Row] = []
            var rejects: [ReferenceParser.Reject] = []
            do {
                try parse(text, parser, formats: given.map { [$0] } ?? []) { batch in
                    rows += Self.rows(batch)
                } rejected: {
                    rejects += $0
                }
            } catch {
                try expect(reference.isUndecided, "refused: \(error)")
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
