/// What a compaction did.
public struct CompactionReport: Sendable, Hashable {
    /// Folders whose files were merged.
    public var partitions = 0
    /// Files that were merged.
    public var filesBefore = 0
    /// Files that took their place.
    public var filesAfter = 0
    /// Bytes of the files that were merged.
    public var bytesBefore = 0
    /// Bytes of those that took their place.
    public var bytesAfter = 0
    /// Rows that were moved, each of them proved to be there.
    public var rows = 0

    /// Nothing done yet.
    public init() {}
}
