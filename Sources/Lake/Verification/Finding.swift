/// Something in a lake that is not as its log says, or that a query engine would trip over.
public struct Finding: Sendable, Hashable, Comparable {
    /// The kinds.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A record of the log is damaged or was edited.
        case record
        /// The numbers of a record do not add up.
        case sums
        /// A file is not there.
        case missing
        /// A file is there that the log does not know.
        case stray
        /// The bytes of a file are not those that were written.
        case bytes
        /// A file cannot be read as Parquet, or not all of it.
        case unreadable
        /// A file does not have as many rows as its record says.
        case rows
        /// A row lies in a partition that it does not belong to.
        case partition
        /// Columns or partition keys are not those of the other files.
        case schema
        /// An input is in the lake twice.
        case input
        /// Rows of the inputs and rows of the lake differ.
        case against
    }

    /// The kind.
    public let kind: Kind
    /// The file, record or input concerned.
    public let subject: String
    /// One line: what was expected and what was found.
    public let text: String

    /// Describes a finding.
    public init(_ kind: Kind, _ subject: String, _ text: String) {
        self.kind = kind
        self.subject = subject
        self.text = text
    }

    /// By subject, then by kind.
    public static func < (left: Finding, right: Finding) -> Bool {
        (left.subject, left.kind.rawValue, left.text) < (right.subject, right.kind.rawValue, right.text)
    }
}
