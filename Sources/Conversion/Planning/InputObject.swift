import Lake

/// One object to convert.
public struct InputObject: Sendable, Hashable {
    /// Where its bytes come from.
    public enum Source: Sendable, Hashable {
        /// A file.
        case file(path: String)
        /// Standard input.
        case standardInput
    }

    /// The bytes.
    public let source: Source
    /// The name in messages and reports.
    public let name: String
    /// Size in bytes; `nil` for standard input and pipes.
    public let size: Int?
    /// What tells the object from every other: its absolute path, its size, the time of its last change, and a hash of its
    /// first and last bytes.
    ///
    /// `nil` for standard input and pipes, which are told by all of their bytes once they have gone by.
    public let identity: InputIdentity?

    /// The object that AWS writes to find out whether it may write.
    static let writeTestName = "aws-logs-write-test"
}
