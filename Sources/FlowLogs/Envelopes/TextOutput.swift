/// What `aws logs filter-log-events` and `get-log-events` print with `--output text`: columns between tabs, in the order of
/// their names, so that the message and the timestamp are the last two.
struct TextOutput: LineRewriter {
    let envelope = Envelope.textOutput

    private static let mark: StaticString = "EVENTS\t"
    var place = LinePlace()

    /// A rewriter for text that begins with those lines, or `nil` where none of them is an event.
    init?(firstLines: [UnsafeBufferPointer<UInt8>]) {
        // Tokens for the pages before and after may come first.
        guard firstLines.contains(where: Self.isEvent) else { return nil }
    }

    private static func isEvent(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count > mark.utf8CodeUnitCount else { return false }
        return (0..<mark.utf8CodeUnitCount).allSatisfy { text[$0] == mark.utf8Start[$0] }
    }

    func write(_ text: UnsafeBufferPointer<UInt8>, _ output: EventOutput) -> Bool {
        guard Self.isEvent(text) else {
            output.noteHeader()
            return true
        }
        let tab = UInt8(ascii: "\t")
        guard let last = text.lastIndex(of: tab), last > Self.mark.utf8CodeUnitCount,
            let middle = text[..<last].lastIndex(of: tab)
        else {
            output.reject(text, .noMessage, offset: offset, line: line)
            return true
        }
        let timestamp = UnsafeBufferPointer(rebasing: text[(last + 1)...])
        guard case .success(let millis) = IntegerKernel.parseSlowly(timestamp, as: Int64.self), output.stamp.set(millis)
        else {
            output.reject(text, .notATimestamp(column: "timestamp"), offset: offset, line: line)
            return true
        }
        let message = UnsafeBufferPointer(rebasing: text[(middle + 1)..<last])
        return output.emit(message, isStamped: true, offset: offset, line: line)
    }
}
