/// What encoding a page's rows tells about them.
struct PageSummary {
    /// NULL rows.
    let nullCount: Int
    /// `nil` where no value can be ordered.
    let bounds: ValueBounds?
    /// Bytes of text without lengths; `nil` for other types.
    var unencodedByteArrayBytes: Int?
}
