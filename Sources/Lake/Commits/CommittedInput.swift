/// An input of a committed unit, and what became of its lines.
public struct CommittedInput: Sendable, Hashable {
    /// Which input it was.
    public let identity: InputIdentity
    /// The name it was given by, where that is not its path: what `source_object` says.
    public let name: String?
    /// All lines.
    public let lines: Int
    /// Lines that became rows.
    public let rows: Int
    /// Header lines.
    public let headers: Int
    /// Blank lines.
    public let blank: Int
    /// Rejected lines.
    public let rejected: Int

    /// Describes an input.
    public init(
        identity: InputIdentity,
        name: String? = nil,
        lines: Int,
        rows: Int,
        headers: Int,
        blank: Int,
        rejected: Int
    ) {
        self.identity = identity
        self.name = name
        self.lines = lines
        self.rows = rows
        self.headers = headers
        self.blank = blank
        self.rejected = rejected
    }
}
