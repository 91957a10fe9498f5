/// A rewriter of envelopes in which every event is a line.
protocol LineRewriter: EnvelopeRewriter {
    /// Where the line is that is next.
    var place: LinePlace { get set }

    /// Writes what the next line amounts to; `false` where `output` has no room for it.
    func write(_ text: UnsafeBufferPointer<UInt8>, _ output: EventOutput) -> Bool
}

/// Where a line of the inflated object is.
struct LinePlace {
    /// Where it begins, in bytes.
    var offset = 0
    /// Its number, from 1.
    var line = 1
}

extension LineRewriter {
    var offset: Int { place.offset }
    var line: Int { place.line }

    mutating func rewrite(
        _ window: UnsafeBufferPointer<UInt8>,
        isLast: Bool,
        into output: EventOutput
    ) -> Int {
        var lines = TextLines(window, isLast: isLast)
        var used = 0
        while let text = lines.next(), write(text, output) {
            place.offset += lines.place - used
            place.line += 1
            used = lines.place
        }
        return used
    }
}
