import Columnar

/// Decides the fields of an object from its first lines.
enum FormatDetection {
    /// The lines with tokens that are looked at before an object's format counts as unknown.
    static let lineLimit = 100
    /// So many lines without one of the right number of tokens are no accident.
    private static let certainLines = 10

    /// What the first lines say.
    enum Verdict {
        /// A header line, the given number of lines in, names the fields.
        case header(RecordFormat, linesBefore: Int)
        /// The lines have this format.
        case records(RecordFormat)
    }

    /// How well a format that the user gave fits the lines.
    private struct Fit {
        let format: RecordFormat
        var fitting = 0
        var misfit: FormatError.Misfit?
        var misfitting = 0
    }

    /// The format of an object whose first whole lines are `text`.
    ///
    /// A header line decides; then the first of the formats that the user gave which fits; then the default format of VPC
    /// or Transit Gateway Flow Logs, where a line proves it.
    ///
    /// - Throws: ``FormatError`` where no format fits.
    static func detect(_ text: UnsafeBufferPointer<UInt8>, given: [RecordFormat]) throws(FormatError) -> Verdict? {
        var rest = text[...]
        var fits = given.map { Fit(format: $0) }
        var proven: RecordFormat?
        var first: [UInt8]?
        var firstWidth = 0
        var isExport = false
        var line = 0
        var seen = 0
        while seen < lineLimit {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { break }
            let bytes = UnsafeBufferPointer(rebasing: rest[rest.startIndex..<end])
            let tokens = Tokenizer.tokens(bytes)
            rest = rest[(end + 1)...]
            line += 1
            if tokens.isEmpty { continue }
            seen += 1
            if first == nil {
                if let names = HeaderLine.fieldNames(tokens, midStream: false) {
                    return .header(try RecordFormat(fieldNames: names), linesBefore: line - 1)
                }
            } else if given.isEmpty, let names = HeaderLine.fieldNames(tokens, midStream: false) {
                return .header(try RecordFormat(fieldNames: names), linesBefore: line - 1)
            }
            let isStamped = TimestampKernel.parse(tokens[0]) != nil
            if first == nil {
                first = Array(bytes.prefix(60))
                isExport = isStamped
                firstWidth = tokens.count - (isStamped ? 1 : 0)
            }
            let record = tokens.dropFirst(isStamped ? 1 : 0)
            if proven == nil, let format = provenDefault(record) { proven = isStamped ? format.withEventTime : format }
            if given.isEmpty, let proven { return .records(proven) }
            for place in fits.indices { measure(record, bytes, line, &fits[place]) }
        }
        guard let first else { return nil }
        if let best = fits.first(where: { $0.fitting > 0 && $0.fitting >= $0.misfitting }) {
            return .records(isExport ? best.format.withEventTime : best.format)
        }
        if proven == nil, let advice = ForeignContent.advice(text) { throw FormatError(.foreign(advice)) }
        if let misfit = fits.lazy.compactMap(\.misfit).first { throw FormatError(.misfit(misfit)) }
        if let proven { return .records(proven) }
        // Lines of another width: a few are rejected one by one, many are another format.
        if let format = given.first {
            guard seen < certainLines else {
                throw FormatError(
                    .wrongWidth(expected: format.columns.count, found: firstWidth, firstLine: Printable.text(first))
                )
            }
            return .records(isExport ? format.withEventTime : format)
        }
        throw FormatError(.undecided(firstLine: Printable.text(first)))
    }

    /// The format of a line in mid-stream that has another number of tokens than those before it: one that was given, or
    /// a default format that the line proves.
    ///
    /// Streams carry events of several flow logs.
    static func format(of tokens: [UnsafeBufferPointer<UInt8>], given: [RecordFormat]) -> RecordFormat? {
        let isStamped = TimestampKernel.parse(tokens[0]) != nil
        let record = tokens.dropFirst(isStamped ? 1 : 0)
        let format = given.first { firstMisfit(record, $0) == nil && $0.columns.count == record.count }
        guard let format = format ?? provenDefault(record) else { return nil }
        return isStamped ? format.withEventTime : format
    }

    private static func measure(
        _ record: ArraySlice<UnsafeBufferPointer<UInt8>>,
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ line: Int,
        _ fit: inout Fit
    ) {
        guard record.count == fit.format.columns.count else { return }
        guard let column = firstMisfit(record, fit.format) else {
            fit.fitting += 1
            return
        }
        fit.misfitting += 1
        if fit.misfit == nil {
            fit.misfit = FormatError.Misfit(
                line: line,
                field: fit.format.columns[column].name,
                token: Printable.text(Array(record[record.startIndex + column].prefix(60))),
                text: Printable.text(Array(bytes.prefix(120)))
            )
        }
    }

    /// The place of the first token that is no value of its column.
    private static func firstMisfit(_ record: ArraySlice<UnsafeBufferPointer<UInt8>>, _ format: RecordFormat) -> Int? {
        zip(record, format.columns).enumerated().first { !FieldShape.fits($0.element.0, $0.element.1) }?.offset
    }

    /// The default format that the tokens can only be a record of.
    private static func provenDefault(_ tokens: ArraySlice<UnsafeBufferPointer<UInt8>>) -> RecordFormat? {
        if isDefaultRecord(tokens) { return .vpcDefault }
        return isTransitGatewayRecord(tokens) ? .transitGatewayDefault : nil
    }

    /// Whether the tokens can only be a record of the default format: 14 of them, each of its type, with an action and a
    /// log status that exist.
    private static func isDefaultRecord(_ tokens: ArraySlice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let columns = RecordFormat.vpcDefault.columns
        guard tokens.count == columns.count else { return false }
        for (token, column) in zip(tokens, columns) {
            switch column.name {
            case "action": guard FieldShape.isOne(token, of: ["ACCEPT", "REJECT", "-"]) else { return false }
            case "log-status": guard FieldShape.isOne(token, of: ["OK", "NODATA", "SKIPDATA"]) else { return false }
            case _ where column.type == .int32 || column.type == .int64:
                guard FieldShape.isInteger(token, as: Int64.self) else { return false }
            default: continue
            }
        }
        return true
    }

    /// Whether the tokens can only be a record of Transit Gateway Flow Logs' default format: 36 of them that fit, with the
    /// resource and the log status where they belong.
    private static func isTransitGatewayRecord(_ tokens: ArraySlice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let format = RecordFormat.transitGatewayDefault
        guard tokens.count == format.columns.count, firstMisfit(tokens, format) == nil else { return false }
        let record = Array(tokens)
        return record[1].starts(with: "TransitGateway".utf8)
            && FieldShape.isOne(record[25], of: ["OK", "NODATA", "SKIPDATA"])
    }
}
