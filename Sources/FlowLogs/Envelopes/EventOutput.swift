/// Where rewriters put lines, and what they note about them.
final class EventOutput {
    // Unsafe: room that `EnvelopeReader` lends for the length of one call.
    private var base: UnsafeMutablePointer<UInt8>?
    private var capacity = 0
    /// Bytes written since ``begin(_:)``.
    private(set) var count = 0
    /// Whether an event did not fit.
    private(set) var isFull = false
    /// What was noted and not yet taken.
    var notes = EnvelopeNotes()
    /// Events that CloudWatch Logs sends to see whether the destination is there; they are no records.
    private(set) var controlEvents = 0
    /// The timestamp that the next event is written with.
    let stamp = EventStamp()

    private var textOffset = 0

    /// The most bytes that the timestamp, the space behind it and a newline take.
    private static let frame = TimestampKernel.length + 2

    func begin(_ room: UnsafeMutableRawBufferPointer) {
        base = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        capacity = room.count
        count = 0
        isFull = false
    }

    /// The most bytes that an event of `length` bytes can become.
    static func mostBytes(_ length: Int) -> Int { frame * (length / 2 + 2) + length }

    /// Writes an event's message as a line, behind ``stamp`` where `isStamped`; `false` where there is no room.
    ///
    /// Line ends at the end of a message are dropped. A message of several lines becomes several, and an empty one a blank
    /// line.
    func emit(
        _ message: UnsafeBufferPointer<UInt8>,
        isEscaped: Bool = false,
        isStamped: Bool,
        offset: Int,
        line: Int
    ) -> Bool {
        guard let base else { return false }
        var length = message.count
        while length > 0, message[length - 1] == UInt8(ascii: "\n") || message[length - 1] == UInt8(ascii: "\r") {
            length -= 1
        }
        guard let text = message.baseAddress, length > 0 else { return emitBlank(offset: offset, line: line) }
        let isPlain = !isEscaped && TextLines.endOfLine(message, 0) >= length
        let wanted = isPlain ? length + Self.frame : Self.mostBytes(length)
        guard wanted <= capacity - count else {
            isFull = true
            return false
        }
        notes.origins.append(LineOrigin(textOffset: textOffset + count, offset: offset, line: line))
        if isPlain {
            if isStamped { writeStamp(base) }
            (base + count).update(from: text, count: length)
            count += length
            base[count] = UInt8(ascii: "\n")
            count += 1
        } else {
            writeLines(
                base,
                UnsafeBufferPointer(start: text, count: length),
                isEscaped: isEscaped,
                isStamped: isStamped
            )
        }
        return true
    }

    private func emitBlank(offset: Int, line: Int) -> Bool {
        guard let base, count < capacity else {
            isFull = true
            return false
        }
        notes.origins.append(LineOrigin(textOffset: textOffset + count, offset: offset, line: line))
        base[count] = UInt8(ascii: "\n")
        count += 1
        return true
    }

    private func writeStamp(_ base: UnsafeMutablePointer<UInt8>) {
        (base + count).update(from: stamp.bytes, count: TimestampKernel.length)
        base[count + TimestampKernel.length] = UInt8(ascii: " ")
        count += TimestampKernel.length + 1
    }

    /// The careful way: escapes, and line ends within the message.
    private func writeLines(
        _ base: UnsafeMutablePointer<UInt8>,
        _ message: UnsafeBufferPointer<UInt8>,
        isEscaped: Bool,
        isStamped: Bool
    ) {
        let start = count
        var escapes = JSONEscapes(message, isEscaped: isEscaped)
        var isAtLineStart = true
        var contentEnd = start
        while let byte = escapes.next() {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                // Several in a row, and those at the end, count once.
                isAtLineStart = true
                continue
            }
            if isAtLineStart {
                if count > start {
                    base[count] = UInt8(ascii: "\n")
                    count += 1
                }
                if isStamped { writeStamp(base) }
                isAtLineStart = false
            }
            base[count] = byte
            count += 1
            contentEnd = count
        }
        count = contentEnd
        base[count] = UInt8(ascii: "\n")
        count += 1
    }

    /// Lets `body` write one line of at most `length` bytes, its newline included; `false` where there is no room.
    func emitLine(
        mostBytes length: Int,
        offset: Int,
        line: Int,
        _ body: (UnsafeMutablePointer<UInt8>) -> Int
    ) -> Bool {
        guard let base, length <= capacity - count else {
            isFull = true
            return false
        }
        notes.origins.append(LineOrigin(textOffset: textOffset + count, offset: offset, line: line))
        count += body(base + count)
        return true
    }

    /// Notes an event without a record.
    func reject(_ event: UnsafeBufferPointer<UInt8>, _ reason: RejectReason, offset: Int, line: Int) {
        notes.rejects.append(
            RejectedLine(
                line: line,
                offset: offset,
                reason: reason,
                raw: Array(event.prefix(LineBlocks.oversizedExcerpt))
            )
        )
    }

    /// Notes a line that belongs to the envelope.
    func noteHeader() { notes.headers += 1 }

    /// Notes an event that is no record.
    func noteControlEvent() { controlEvents += 1 }

    /// The lines written so far are on their way.
    func end() {
        textOffset += count
        base = nil
    }
}
