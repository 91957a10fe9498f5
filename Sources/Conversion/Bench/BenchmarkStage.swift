/// What a line goes through on its way into a file.
public enum BenchmarkStage: String, Sendable, CaseIterable {
    /// Bytes of the object into memory.
    case read
    /// Gzip or zstd to blocks of whole lines, with its checksum, and out of an envelope where there is one.
    case inflate
    /// The positions of spaces and newlines.
    case index
    /// Tokens to typed columns.
    case parse
    /// Rows to partitions and into order, distinct values, pages, statistics and indexes.
    case encode
    /// What the codec adds to that.
    case compress
    /// Bytes into files, which are durable then.
    case write
}
