/// What a written data page leaves behind for the page index and the chunk's metadata.
struct PageRecord: Sendable {
    /// Where the page's header begins, from the start of the chunk.
    let offset: Int
    /// Header and body in bytes, as written.
    let compressedPageSize: Int
    /// The number of the page's first row in its row group.
    let firstRowIndex: Int
    let rowCount: Int
    let nullCount: Int
    /// `nil` where no value of the page can be ordered.
    let bounds: ValueBounds?
    /// Bytes of the page's text without lengths; `nil` for other types.
    let unencodedByteArrayBytes: Int?
}
