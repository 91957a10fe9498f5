/// The members of a JSON object that matter, as one pass over it finds them.
struct JSONEvent {
    /// What stands between the quotes of `message`.
    var message: Range<Int>?
    /// Whether the message has escapes.
    var isEscaped = false
    /// The timestamp in milliseconds since 1970.
    var timestamp: Int64?
    /// Whether there is a timestamp that is none.
    var hasInvalidTimestamp = false
    /// Whether `messageType` says that this is no data.
    var isControl = false
    /// Whether the pass ended before the elements of `logEvents` or `events`, which name what the object is.
    var list: Envelope?

    /// Passes the object that begins at the cursor, up to its end or to the elements of its list of events.
    mutating func read(_ cursor: inout JSONCursor, takesList: Bool) -> JSONCursor.Step {
        cursor.advance()
        var isFirst = true
        while true {
            guard cursor.skipSpace(), let byte = cursor.byte else { return .needsMore }
            if byte == UInt8(ascii: "}") {
                cursor.advance()
                return .done
            }
            if !isFirst {
                guard byte == UInt8(ascii: ",") else { return .malformed(expected: "a comma or }") }
                cursor.advance()
                guard cursor.skipSpace() else { return .needsMore }
            }
            isFirst = false
            let step = readMember(&cursor, takesList: takesList)
            guard step == .done, list == nil else { return step }
        }
    }

    @inline(__always)
    private mutating func readMember(_ cursor: inout JSONCursor, takesList: Bool) -> JSONCursor.Step {
        guard cursor.byte == UInt8(ascii: "\"") else { return .malformed(expected: "a quoted name") }
        var name = 0..<0
        var hasEscapes = false
        var step = cursor.string(&name, hasEscapes: &hasEscapes)
        guard step == .done else { return step }
        guard cursor.skipSpace() else { return .needsMore }
        guard cursor.byte == UInt8(ascii: ":") else { return .malformed(expected: "a colon") }
        cursor.advance()
        guard cursor.skipSpace(), let first = cursor.byte else { return .needsMore }
        if first == UInt8(ascii: "\""), cursor.equals(name, "message") {
            var text = 0..<0
            step = cursor.string(&text, hasEscapes: &isEscaped)
            message = text
            return step
        }
        if cursor.equals(name, "timestamp") { return readTimestamp(&cursor, first) }
        if cursor.equals(name, "messageType"), first == UInt8(ascii: "\"") {
            var text = 0..<0
            step = cursor.string(&text, hasEscapes: &hasEscapes)
            if step == .done { isControl = cursor.equals(text, "CONTROL_MESSAGE") }
            return step
        }
        if takesList, first == UInt8(ascii: "[") {
            if cursor.equals(name, "logEvents") { list = .subscription }
            if cursor.equals(name, "events") { list = .logEvents }
            if list != nil {
                cursor.advance()
                return .done
            }
        }
        return cursor.skipValue()
    }

    private mutating func readTimestamp(_ cursor: inout JSONCursor, _ first: UInt8) -> JSONCursor.Step {
        var text = 0..<0
        var hasEscapes = false
        let step: JSONCursor.Step
        if first == UInt8(ascii: "\"") {
            step = cursor.string(&text, hasEscapes: &hasEscapes)
        } else if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            hasInvalidTimestamp = true
            return cursor.skipValue()
        } else {
            step = cursor.literal(&text)
        }
        guard step == .done else { return step }
        let bytes = cursor.text(text)
        guard !cursor.equals(text, "null") else { return .done }
        if case .success(let millis) = IntegerKernel.parseSlowly(bytes, as: Int64.self) {
            timestamp = millis
        } else if let parsed = EventStamp.parse(bytes), parsed.length == bytes.count {
            timestamp = parsed.millis
        } else {
            hasInvalidTimestamp = true
        }
        return .done
    }
}
