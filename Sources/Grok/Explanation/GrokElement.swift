/// A part of a pattern that a line has to match in its turn.
public struct GrokElement: Sendable, Hashable, CustomStringConvertible {
    /// A reference such as `%{IP:srcaddr}`, a group, a class, or plain text.
    public let text: String
    /// Whether the text stands for itself.
    public let isLiteral: Bool

    /// The part in a message.
    public var description: String {
        switch text {
        case " " where isLiteral: "a space"
        case _ where isLiteral: "the text '\(text)'"
        default: text
        }
    }
}
