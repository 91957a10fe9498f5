import Grok

/// Why there is no classifier for a record format.
public enum ClassifierPatternError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The pattern has that many characters.
    case tooLong(Int)
    /// The pattern does not match that line, which it was made for.
    case notMatching(String)

    /// One line for the user, with what to do.
    public var description: String {
        switch self {
        case .tooLong(let count):
            "the pattern would have \(count) characters and Glue takes \(GrokPattern.glueLimit); leave fields out or "
                + "give them shorter names"
        case .notMatching(let line): "the pattern does not match what it was made for ('\(line)'); please report this"
        }
    }
}
