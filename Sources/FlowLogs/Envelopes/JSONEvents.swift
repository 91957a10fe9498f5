/// Events out of JSON: envelopes of subscriptions, answers of `aws logs`, bare events, and objects that hold nothing but a
/// message.
///
/// One rewriter for all of them, since they differ in where their events are and in nothing else, and since one stream may
/// carry several. Values may follow each other with nothing, white space or line ends between them.
struct JSONEvents: EnvelopeRewriter {
    private(set) var envelope = Envelope.messages

    /// Where in the JSON the next thing stands.
    private enum Context {
        /// Between values.
        case top
        /// In a list of events, within an object or by itself.
        case list(isNested: Bool)
        /// Behind the list, in the object that it belongs to.
        case behindList
    }

    private var context = Context.top
    private var isControl = false
    private(set) var offset = 0
    private(set) var line = 1

    /// What to do after one thing was read.
    private enum Advance {
        case goOn
        /// The output is full, or the window ends.
        case stop
        case malformed(expected: String)
    }

    mutating func rewrite(
        _ window: UnsafeBufferPointer<UInt8>,
        isLast: Bool,
        into output: EventOutput
    ) throws(EnvelopeError) -> Int {
        guard var cursor = JSONCursor(window) else { return 0 }
        let firstLine = line
        /// Everything before is done with.
        var committed = cursor
        defer {
            offset += committed.place
            line = firstLine + committed.newlines
        }
        while cursor.skipSpace() {
            committed = cursor
            switch step(&cursor, firstLine, output) {
            case .goOn: committed = cursor
            case .stop:
                if isLast, !output.isFull { throw error(.truncated, committed, firstLine) }
                return committed.place
            case .malformed(let expected):
                // A broken line of JSON is one rejected line; what is broken without line ends cannot be read on.
                guard let newline = cursor.nextNewline() else {
                    if isLast || window.count >= EnvelopeReader.eventLimit {
                        throw error(.malformed(expected: expected), cursor, firstLine)
                    }
                    return committed.place
                }
                output.reject(
                    cursor.text(committed.place..<newline),
                    .brokenEnvelope(expected: expected),
                    offset: offset + committed.place,
                    line: firstLine + committed.newlines
                )
                while cursor.place < newline { cursor.advance() }
                context = .top
                isControl = false
                committed = cursor
            }
        }
        committed = cursor
        if isLast, case .top = context { return committed.place }
        if isLast { throw error(.truncated, committed, firstLine) }
        return committed.place
    }

    private func error(_ code: EnvelopeError.Code, _ cursor: JSONCursor, _ firstLine: Int) -> EnvelopeError {
        EnvelopeError(code: code, line: firstLine + cursor.newlines, offset: offset + cursor.place)
    }

    private mutating func step(_ cursor: inout JSONCursor, _ firstLine: Int, _ output: EventOutput) -> Advance {
        switch (context, cursor.byte) {
        case (.top, UInt8(ascii: "{")): return object(&cursor, firstLine, output, takesList: true)
        case (.top, UInt8(ascii: "[")):
            cursor.advance()
            context = .list(isNested: false)
            isControl = false
            return .goOn
        case (.top, _): return .malformed(expected: "{ or [")
        case (.list, UInt8(ascii: "{")): return object(&cursor, firstLine, output, takesList: false)
        case (.list, UInt8(ascii: "\"")): return bareMessage(&cursor, firstLine, output)
        case (.list, UInt8(ascii: ",")):
            cursor.advance()
            return .goOn
        case (.list(let isNested), UInt8(ascii: "]")):
            cursor.advance()
            context = isNested ? .behindList : .top
            return .goOn
        case (.list, _): return .malformed(expected: "an event, a comma or ]")
        case (.behindList, UInt8(ascii: "}")):
            cursor.advance()
            context = .top
            return .goOn
        case (.behindList, UInt8(ascii: ",")), (.behindList, UInt8(ascii: ":")):
            cursor.advance()
            return .goOn
        case (.behindList, _):
            switch cursor.skipValue() {
            case .done: return .goOn
            case .needsMore: return .stop
            case .malformed(let expected): return .malformed(expected: expected)
            }
        }
    }

    private mutating func object(
        _ cursor: inout JSONCursor,
        _ firstLine: Int,
        _ output: EventOutput,
        takesList: Bool
    ) -> Advance {
        let start = cursor
        var event = JSONEvent()
        switch event.read(&cursor, takesList: takesList) {
        case .needsMore: return .stop
        case .malformed(let expected): return .malformed(expected: expected)
        case .done: break
        }
        if let list = event.list {
            envelope = list
            context = .list(isNested: true)
            isControl = event.isControl
            return .goOn
        }
        if event.isControl || (isControl && !takesList) {
            output.noteControlEvent()
            return .goOn
        }
        let isWritten = write(
            event,
            start.place..<cursor.place,
            cursor,
            line: firstLine + start.newlines,
            isTop: takesList,
            output
        )
        return isWritten ? .goOn : .stop
    }

    private mutating func bareMessage(
        _ cursor: inout JSONCursor,
        _ firstLine: Int,
        _ output: EventOutput
    ) -> Advance {
        let start = cursor
        var event = JSONEvent()
        var text = 0..<0
        switch cursor.string(&text, hasEscapes: &event.isEscaped) {
        case .needsMore: return .stop
        case .malformed(let expected): return .malformed(expected: expected)
        case .done: event.message = text
        }
        let line = firstLine + start.newlines
        return write(event, start.place..<cursor.place, cursor, line: line, isTop: false, output) ? .goOn : .stop
    }

    /// Writes an event; `false` where there is no room.
    private mutating func write(
        _ event: JSONEvent,
        _ range: Range<Int>,
        _ cursor: JSONCursor,
        line: Int,
        isTop: Bool,
        _ output: EventOutput
    ) -> Bool {
        let place = offset + range.lowerBound
        if event.timestamp != nil, isTop { envelope = .logEvents }
        guard let message = event.message else {
            output.reject(cursor.text(range), .noMessage, offset: place, line: line)
            return true
        }
        guard !event.hasInvalidTimestamp, event.timestamp.map(output.stamp.set) ?? true else {
            output.reject(cursor.text(range), .notATimestamp(column: "timestamp"), offset: place, line: line)
            return true
        }
        return output.emit(
            cursor.text(message),
            isEscaped: event.isEscaped,
            isStamped: event.timestamp != nil,
            offset: place,
            line: line
        )
    }
}
