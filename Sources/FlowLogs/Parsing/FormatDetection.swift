import Columnar

/// Decides the fields of an object from its first lines.
enum FormatDetection {
    /// The lines with tokens that are looked at before an object's format counts as unknown.
    static let lineLimit = 100

    /// What the first lines say.
    enum Verdict {
        /// A header line, the given number of lines in, names the fields.
        case header(RecordFormat, linesBefore: Int)
        /// The lines have this format.
        case records(RecordFormat)
    }

    /// The format of an object whose first whole lines are `text`.
    ///
    /// A header line decides; then the format that the user gave; then the default format, where a line proves it.
    static func detect(_ text: UnsafeBufferPointer<UInt8>, given: RecordFormat?) throws(FormatError) -> Verdict? {
        var rest = text[...]
        var first: [UInt8]?
        var line = 0
        var seen = 0
        while seen < lineLimit {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { break }
            let tokens = Tokenizer.tokens(UnsafeBufferPointer(rebasing: rest[rest.startIndex..<end]))
            let bytes = rest[rest.startIndex..<end]
            rest = rest[(end + 1)...]
            defer { line += 1 }
            if tokens.isEmpty { continue }
            seen += 1
            if let names = HeaderLine.fieldNames(tokens, midStream: false) {
                return .header(try RecordFormat(fieldNames: names), linesBefore: line)
            }
            let isExport = TimestampKernel.parse(tokens[0]) != nil
            if let given { return .records(isExport ? given.withEventTime : given) }
            if isDefaultRecord(tokens.dropFirst(isExport ? 1 : 0)) {
                return .records(isExport ? RecordFormat.vpcDefault.withEventTime : .vpcDefault)
            }
            if first == nil { first = Array(bytes.prefix(60)) }
        }
        guard let first else { return nil }
        throw FormatError(.undecided(firstLine: Printable.text(first)))
    }

    /// Whether the tokens can only be a record of the default format: 14 of them, each of its type, with an action and a
    /// log status that exist.
    private static func isDefaultRecord(_ tokens: ArraySlice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let columns = RecordFormat.vpcDefault.columns
        guard tokens.count == columns.count else { return false }
        for (token, column) in zip(tokens, columns) {
            switch column.name {
            case "action": guard isOne(token, of: ["ACCEPT", "REJECT", "-"]) else { return false }
            case "log-status": guard isOne(token, of: ["OK", "NODATA", "SKIPDATA"]) else { return false }
            default:
                guard column.type == .int32 || column.type == .int64 else { continue }
                switch IntegerKernel.parseSlowly(token, as: Int64.self) {
                case .success, .failure(.null): continue
                case .failure: return false
                }
            }
        }
        return true
    }

    private static func isOne(_ token: UnsafeBufferPointer<UInt8>, of words: [String]) -> Bool {
        words.contains { token.elementsEqual($0.utf8) }
    }
}
