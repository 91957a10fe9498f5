/// What a verification has looked at and found.
public struct Verification: Sendable {
    /// What is wrong.
    public var findings: [Finding] = []
    /// Files that were read.
    public var files = 0
    /// Bytes that were read.
    public var bytes = 0
    /// The sum over all rows that could be read.
    public var checksum = RowChecksum()
    /// Units that a dead process has begun to publish; the next run finishes them.
    public var unfinishedUnits: [String] = []
    /// Units whose files are visible beside those that they stand in for, so that queries see rows twice: as long as a
    /// grace period lasts, or until the next run where a process has died.
    public var unfinishedReplacements: [String] = []

    /// Nothing looked at yet.
    public init() {}

    mutating func add(_ other: Verification) {
        findings += other.findings
        files += other.files
        bytes += other.bytes
        checksum += other.checksum
    }
}
