/// Matches tokens against a field of a pattern, one after the other.
public struct TokenMatcher {
    private var machine: MatchMachine

    /// A matcher of that field's tokens.
    public init(_ pattern: TokenPattern) {
        machine = MatchMachine(pattern.program, stepLimit: GrokMatcher.stepLimit)
    }

    /// Whether the bytes `range` of a text match as a whole; the scalars around them are looked at where the pattern does.
    public mutating func matches(_ range: Range<Int>, of text: borrowing Span<UInt8>) -> Bool {
        machine.matches(range, of: text)
    }
}
