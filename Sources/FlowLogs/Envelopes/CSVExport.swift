/// The console's CSV export of log events: a line with the names of the columns, then a timestamp and a quoted message.
///
/// Timestamps are milliseconds since 1970, or dates as Logs Insights writes them. Other columns are passed over.
struct CSVExport: EnvelopeRewriter {
    let envelope = Envelope.csvExport

    private let timestampColumn: Int
    private let messageColumn: Int
    private var isAtHeader = true
    private(set) var offset = 0
    private(set) var line = 1

    /// A rewriter for text that begins with that line, or `nil` where the line does not name both columns.
    init?(firstLine: UnsafeBufferPointer<UInt8>) {
        var fields = CSVFields(firstLine, from: 0, isLast: true)
        var names: [String] = []
        while names.count < 64, let field = fields.next() {
            names.append(String(decoding: firstLine[field.range], as: UTF8.self))
            if field.isLast { break }
        }
        guard let timestamp = names.firstIndex(where: { $0 == "timestamp" || $0 == "@timestamp" }),
            let message = names.firstIndex(where: { $0 == "message" || $0 == "@message" })
        else { return nil }
        timestampColumn = timestamp
        messageColumn = message
    }

    mutating func rewrite(
        _ window: UnsafeBufferPointer<UInt8>,
        isLast: Bool,
        into output: EventOutput
    ) -> Int {
        var place = 0
        while place < window.count {
            var fields = CSVFields(window, from: place, isLast: isLast)
            var timestamp: CSVFields.Field?
            var message: CSVFields.Field?
            var column = 0
            while true {
                guard let field = fields.next() else { return consumed(place) }
                if column == timestampColumn { timestamp = field }
                if column == messageColumn { message = field }
                column += 1
                if field.isLast { break }
            }
            let record = UnsafeBufferPointer(rebasing: window[place..<fields.place])
            if isAtHeader {
                isAtHeader = false
                output.noteHeader()
            } else if !write(timestamp, message, window, record, at: place, output) {
                return consumed(place)
            }
            line += record.count { $0 == UInt8(ascii: "\n") }
            place = fields.place
        }
        return consumed(place)
    }

    private mutating func consumed(_ place: Int) -> Int {
        offset += place
        return place
    }

    private func write(
        _ timestamp: CSVFields.Field?,
        _ message: CSVFields.Field?,
        _ window: UnsafeBufferPointer<UInt8>,
        _ record: UnsafeBufferPointer<UInt8>,
        at place: Int,
        _ output: EventOutput
    ) -> Bool {
        guard let timestamp, let message else {
            let isBlank = record.allSatisfy { $0 <= 0x20 }
            guard !isBlank else {
                return output.emit(.init(start: nil, count: 0), isStamped: false, offset: offset + place, line: line)
            }
            output.reject(record, .noMessage, offset: offset + place, line: line)
            return true
        }
        guard let millis = Self.millis(UnsafeBufferPointer(rebasing: window[timestamp.range])), output.stamp.set(millis)
        else {
            output.reject(record, .notATimestamp(column: "timestamp"), offset: offset + place, line: line)
            return true
        }
        // A record has no quotes in it; doubled ones are left as they are and end in a rejected line.
        return output.emit(
            UnsafeBufferPointer(rebasing: window[message.range]),
            isStamped: true,
            offset: offset + place,
            line: line
        )
    }

    private static func millis(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        if case .success(let millis) = IntegerKernel.parseSlowly(text, as: Int64.self) { return millis }
        guard let parsed = EventStamp.parse(text), parsed.length == text.count else { return nil }
        return parsed.millis
    }
}
