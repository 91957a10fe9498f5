/// An envelope that cannot be read on.
public struct EnvelopeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of damage.
    public enum Code: Sendable, Equatable {
        /// The text ends in the middle of an event or of its envelope.
        case truncated
        /// This was expected, and something else is there.
        case malformed(expected: String)
        /// An event is longer than ``EnvelopeReader/eventLimit``.
        case tooLong
    }

    /// What is wrong.
    public let code: Code
    /// The line of the inflated object, from 1.
    public let line: Int
    /// Where in the inflated object, in bytes.
    public let offset: Int

    /// One line for the user.
    public var description: String {
        let place = "line \(line), inflated offset \(offset)"
        return switch code {
        case .truncated: "\(place): the JSON ends in the middle of an event or envelope that begins here"
        case .malformed(let expected): "\(place): the JSON is broken: \(expected) was expected"
        case .tooLong: "\(place): an event is longer than \(EnvelopeReader.eventLimit) bytes"
        }
    }
}
