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
}
