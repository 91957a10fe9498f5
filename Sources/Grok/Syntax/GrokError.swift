/// Why a grok pattern cannot be used: which pattern, where in it, and what was expected there.
public struct GrokError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable, Equatable {
        /// The regular expression is not well formed.
        case syntax
        /// The construct is known and not supported.
        case unsupported
        /// `%{NAME}` names no pattern.
        case unknownPattern
        /// A pattern refers to itself.
        case recursion
        /// The cast is none of Glue's.
        case unknownCast
        /// The name of a field is none, or the field has two types.
        case field
        /// A line of custom patterns is no definition.
        case customPattern
        /// The pattern, written out, is too large.
        case tooLarge
    }

    /// What went wrong.
    public let code: Code
    /// The named pattern that the offset counts in; `nil` for the pattern that was given, or for the custom patterns.
    public internal(set) var pattern: String?
    /// The place in that pattern, in bytes.
    public let offset: Int
    /// What was expected there.
    public let expected: String

    init(_ code: Code, _ expected: String, at offset: Int, in pattern: String? = nil) {
        self.code = code
        self.pattern = pattern
        self.offset = offset
        self.expected = expected
    }

    /// A pattern without a field has nothing to make columns of.
    public static let noFields = GrokError(.field, "at least one field such as %{NUMBER:version:int}", at: 0)

    /// One line for the user, with what to do.
    public var description: String {
        let place =
            pattern.map { "the pattern \($0)" } ?? (code == .customPattern ? "the custom patterns" : "the grok pattern")
        return "\(place), offset \(offset): expected \(expected)"
    }
}
