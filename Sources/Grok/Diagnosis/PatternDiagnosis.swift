/// What a pattern makes of many lines: how many match, and what the casts make of the fields.
public struct PatternDiagnosis {
    /// The pattern.
    public var pattern: GrokPattern { matcher.pattern }
    /// Lines that match.
    public private(set) var matched = 0
    /// Lines that do not.
    public private(set) var unmatched = 0
    /// Lines that would take too long.
    public private(set) var exhausted = 0
    /// A field each, in the pattern's order.
    public private(set) var fields: [FieldDiagnosis]

    private var matcher: GrokMatcher

    /// A diagnosis of no lines yet.
    public init(_ pattern: GrokPattern) {
        matcher = GrokMatcher(pattern)
        fields = Array(repeating: FieldDiagnosis(), count: pattern.fields.count)
    }

    /// Adds a line without its line end, and tells what became of it.
    public mutating func add(_ line: borrowing Span<UInt8>, number: Int) -> GrokMatcher.Outcome {
        let outcome = matcher.match(line)
        switch outcome {
        case .matched:
            matched += 1
            for field in fields.indices { add(field, line, number) }
        case .unmatched: unmatched += 1
        case .exhausted: exhausted += 1
        }
        return outcome
    }

    private mutating func add(_ field: Int, _ line: borrowing Span<UInt8>, _ number: Int) {
        guard let range = matcher.range(of: field) else {
            fields[field].nulls += 1
            return
        }
        let text = line.extracting(range)
        switch CastOutcome(text, cast: pattern.fields[field].cast) {
        case .value: fields[field].values += 1
        case .null: fields[field].nulls += 1
        case .overflow:
            fields[field].overflows += 1
            keep(field, number, text)
        case .notOfType:
            fields[field].notOfType += 1
            keep(field, number, text)
        }
    }

    private mutating func keep(_ field: Int, _ number: Int, _ text: borrowing Span<UInt8>) {
        guard fields[field].firstFailure == nil else { return }
        var bytes: [UInt8] = []
        for place in 0..<min(text.count, 64) { bytes.append(text[place]) }
        fields[field].firstFailure = (number, bytes)
    }
}
