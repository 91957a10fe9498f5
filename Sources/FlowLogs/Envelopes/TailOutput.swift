/// What `aws logs tail` prints: a timestamp, in its detailed form the stream, and the record.
struct TailOutput: LineRewriter {
    let envelope: Envelope

    var place = LinePlace()

    /// A rewriter for text that begins with that line, or `nil` where the line is none of `aws logs tail`.
    init?(firstLine: UnsafeBufferPointer<UInt8>) {
        // An export's timestamp needs no rewriting.
        guard let stamp = EventStamp.parse(firstLine), stamp.length < firstLine.count,
            firstLine[stamp.length] == UInt8(ascii: " "), firstLine[10] == UInt8(ascii: "T"),
            firstLine[stamp.length - 1] != UInt8(ascii: "Z") || stamp.length != TimestampKernel.length
        else { return nil }
        envelope = stamp.hasZone ? .tailDetailed : .tailShort
    }

    func write(_ text: UnsafeBufferPointer<UInt8>, _ output: EventOutput) -> Bool {
        guard let stamp = EventStamp.parse(text), stamp.length < text.count, text[stamp.length] == UInt8(ascii: " "),
            output.stamp.set(stamp.millis)
        else {
            // The rest of a message of several lines, or nothing that is known: the parser sees it as it is.
            return output.emit(text, isStamped: false, offset: offset, line: line)
        }
        var start = stamp.length + 1
        if envelope == .tailDetailed {
            while start < text.count, text[start] != UInt8(ascii: " ") { start += 1 }
            start = min(start + 1, text.count)
        }
        return output.emit(
            UnsafeBufferPointer(rebasing: text[start...]),
            isStamped: true,
            offset: offset,
            line: line
        )
    }
}
