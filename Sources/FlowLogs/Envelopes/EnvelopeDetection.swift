/// Tells by the first bytes of a text which envelope its records are in.
enum EnvelopeDetection {
    /// How many bytes are looked at, at most.
    static let prefixLength = 64 << 10

    /// The rewriter for text that begins with `prefix`, or `nil` where records stand in it a line each.
    static func rewriter(_ prefix: UnsafeBufferPointer<UInt8>) -> (any EnvelopeRewriter)? {
        let start = prefix.firstIndex { $0 > 0x20 } ?? prefix.count
        let text = UnsafeBufferPointer(rebasing: prefix[start...])
        if isJSON(text) { return JSONEvents() }
        // Everything else begins with its first line.
        guard start == 0 else { return nil }
        var lines = TextLines(text, isLast: true)
        var first: [UnsafeBufferPointer<UInt8>] = []
        while first.count < 3, let line = lines.next() { first.append(line) }
        guard let line = first.first else { return nil }
        if let rewriter = CSVExport(firstLine: line) { return rewriter }
        if let rewriter = CommaSeparatedRecords(firstLine: line) { return rewriter }
        if let rewriter = TailOutput(firstLine: line) { return rewriter }
        if let rewriter = TextOutput(firstLines: first) { return rewriter }
        return nil
    }

    /// Whether the text begins with an object or a list of objects.
    private static func isJSON(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
        // A zero is no white space: it is half a character of UTF-16.
        guard let next = text.dropFirst().first(where: { $0 > 0x20 || $0 == 0 }) else { return true }
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "}"): return true
        case UInt8(ascii: "{"), UInt8(ascii: "]"): return first == UInt8(ascii: "[")
        default: return false
        }
    }
}
