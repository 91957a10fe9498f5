/// Records whose fields stand between commas, below a line with their names, which may be those of table columns.
struct CommaSeparatedRecords: LineRewriter {
    let envelope = Envelope.commaSeparated

    private let names: [UInt8]
    private let header: [UInt8]
    var place = LinePlace()

    /// A rewriter for text that begins with that line, or `nil` where the line is no list of field names.
    init?(firstLine: UnsafeBufferPointer<UInt8>) {
        let columns = firstLine.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
            String(decoding: $0.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        }
        let known = columns.map { FlowField.named(column: $0) }
        guard columns.count > 1, columns.allSatisfy({ HeaderLine.isFieldName($0.utf8) }),
            known.count(where: { $0 != nil }) * 2 >= columns.count
        else { return nil }
        header = Array(firstLine)
        names = Array(zip(columns, known).map { $1?.name ?? $0 }.joined(separator: " ").utf8) + [UInt8(ascii: "\n")]
    }

    func write(_ text: UnsafeBufferPointer<UInt8>, _ output: EventOutput) -> Bool {
        // Files that were put together repeat the names.
        if text.count == header.count, text.elementsEqual(header) {
            return output.emitLine(mostBytes: names.count, offset: offset, line: line) { room in
                for (index, byte) in names.enumerated() { room[index] = byte }
                return names.count
            }
        }
        return output.emitLine(mostBytes: 2 * text.count + 2, offset: offset, line: line) { room in
            guard !text.isEmpty else {
                room[0] = UInt8(ascii: "\n")
                return 1
            }
            var count = 0
            var fields = CSVFields(text, from: 0, isLast: true)
            while let field = fields.next() {
                if field.range.isEmpty {
                    room[count] = UInt8(ascii: "-")
                    count += 1
                }
                for byte in text[field.range] {
                    room[count] = byte
                    count += 1
                }
                room[count] = field.isLast ? UInt8(ascii: "\n") : UInt8(ascii: " ")
                count += 1
                if field.isLast { break }
            }
            return count
        }
    }
}
