/// A file of the lake, as its writer left it.
public struct WrittenFile: Sendable, Hashable {
    /// The key, relative to the lake.
    public let path: String
    /// The partition's folder, relative to the lake; empty where there is none.
    public let partition: String
    /// Rows.
    public let rows: Int
    /// Size in bytes.
    public let bytes: Int
    /// The SHA-256 of its bytes, in hexadecimal.
    public let sha256: String
    /// The least and the greatest time of its rows: `start` in seconds, or else the export's timestamp in milliseconds.
    public let times: ClosedRange<Int64>?
}
