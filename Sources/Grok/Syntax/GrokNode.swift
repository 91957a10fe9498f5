/// A regular expression as a tree.
indirect enum GrokNode: Sendable {
    /// How a repetition takes its turns.
    enum Greed: Sendable {
        /// As many as possible first.
        case greedy
        /// As few as possible first.
        case lazy
        /// As many as possible, and never fewer afterwards.
        case possessive
    }

    /// What holds at a place without taking anything.
    enum Assertion: Int32, Sendable {
        /// `^`, `\A`: the line's beginning.
        case start
        /// `$`, `\Z`, `\z`: the line's end.
        case end
        /// `\b`.
        case wordBoundary
        /// `\B`.
        case notWordBoundary
    }

    /// One scalar of the set.
    case set(ScalarSet)
    /// One after the other; none matches the empty text.
    case sequence([GrokNode])
    /// The first that lets the rest match.
    case alternation([GrokNode])
    /// `%{NAME…}`.
    case reference(PatternReference)
    /// `(?<name>…)`, at that offset.
    case named(String, GrokNode, offset: Int)
    /// What stands in the pattern as that text, and is more than a scalar or a reference.
    case source(String, GrokNode)
    /// `{minimum,maximum}`, without a maximum where that is `nil`.
    case repetition(GrokNode, minimum: Int, maximum: Int?, GrokNode.Greed)
    /// `(?>…)`.
    case atomic(GrokNode)
    /// `(?=…)` and `(?!…)`.
    case lookAhead(GrokNode, isNegative: Bool)
    /// `(?<=…)` and `(?<!…)`, at that offset.
    case lookBehind(GrokNode, isNegative: Bool, offset: Int)
    /// Something about the place alone.
    case assertion(GrokNode.Assertion)
}
