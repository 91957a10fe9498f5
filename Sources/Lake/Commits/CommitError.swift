/// What is wrong with the log of a lake, or with what is to be committed to it.
public struct CommitError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable, Hashable {
        /// A record cannot be read: damaged, edited, or of a later version.
        case invalidRecord
        /// The rows do not have the schema that the lake is locked to.
        case schemaMismatch
        /// Another run has changed what this one was about to change.
        case superseded
        /// The files are complete and the intent is written, but publishing failed.
        case publicationPending
        /// Another run holds the lake's lock and does not let go.
        case locked
        /// There is no log, or nothing in it.
        case noLake
    }

    /// The kind.
    public let code: Code
    /// One line for the user.
    public let description: String

    /// A failure of that kind.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
