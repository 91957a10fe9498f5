/// What `aws logs filter-log-events` and `get-log-events` print with `--output text`: columns between tabs, in the order of
/// their names, so that the message and the timestamp are the last two.
struct TextOutput: EnvelopeRewriter {
    let envelope = Envelope.textOutput

    private static let mark: StaticString = "EVENTS\t"
    private(set) var offset = 0
    private(set) var line = 1

    /// A rewriter for text that begins with those lines, or `nil` where none of them is an event.
    init?(firstLines: [UnsafeBufferPointer<UInt8>]) {
        // Tokens for the pages before and after may come first.
        guard firstLines.contains(where: Self.isEvent) else { return nil }
    }

    mutating func rewrite(
        _ window: UnsafeBufferPointer<UInt8>,
        isLast: Bool,
        into output: EventOutput
    ) -> Int {
        var lines = TextLines(window, isLast: isLast)
        var place = 0
        while let text = lines.next() {
            if !Self.isEvent(text) {
                output.noteHeader()
            } else if !write(text, at: place, output) {
                break
            }
            place = lines.place
            line += 1
        }
        offset += place
        return place
    }

    private static func isEvent(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count > mark.utf8CodeUnitCount else { return false }
        return (0..<mark.utf8CodeUnitCount).allSatisfy { text[$0] == mark.utf8Start[$0] }
    }

    private func write(_ text: UnsafeBufferPointer<UInt8>, at place: Int, _ output: EventOutput) -> Bool {
        let tab = UInt8(ascii: "\t")
        let start = offset + place
        guard let last = text.lastIndex(of: tab), last > Self.mark.utf8CodeUnitCount,
            let middle = text[..<last].lastIndex(of: tab)
        else {
            output.reject(text, .noMessage, offset: start, line: line)
            return true
        }
        let timestamp = UnsafeBufferPointer(rebasing: text[(last + 1)...])
        guard case .success(let millis) = IntegerKernel.parseSlowly(timestamp, as: Int64.self), output.stamp.set(millis)
        else {
            output.reject(text, .notATimestamp(column: "timestamp"), offset: start, line: line)
            return true
        }
        let message = UnsafeBufferPointer(rebasing: text[(middle + 1)..<last])
        return output.emit(message, isStamped: true, offset: start, line: line)
    }
}
