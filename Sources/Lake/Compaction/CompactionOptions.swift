/// What to merge, and how.
public struct CompactionOptions: Sendable {
    /// Only folders whose path begins like this, relative to the lake; all for the empty text.
    public var partition = ""
    /// How files are written, sorting included.
    ///
    /// The scheme plays no part: rows stay in their folder.
    public var table = TableWriterOptions()
    /// How long files that were merged stay where they are after the new ones are visible.
    public var grace = Duration.zero

    /// The defaults.
    public init() {}
}
