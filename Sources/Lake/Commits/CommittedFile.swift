/// A file that a unit has put into the lake.
public struct CommittedFile: Sendable, Hashable {
    /// The key, relative to the lake.
    public let path: String
    /// Size in bytes.
    public let bytes: Int
    /// Rows.
    public let rows: Int
    /// The least and the greatest time of its rows as its footer has them: seconds of `start`, or milliseconds of the
    /// export's timestamp where there is no `start`; `nil` where there is neither.
    public let times: ClosedRange<Int64>?
    /// The SHA-256 of its bytes in hexadecimal.
    public let sha256: String
    /// The id of its schema.
    public let schema: String

    /// Describes a file.
    public init(path: String, bytes: Int, rows: Int, times: ClosedRange<Int64>?, sha256: String, schema: String) {
        self.path = path
        self.bytes = bytes
        self.rows = rows
        self.times = times
        self.sha256 = sha256
        self.schema = schema
    }
}
