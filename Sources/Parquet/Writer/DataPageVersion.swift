/// The layout of data pages (parquet-format, README.md, "Data Pages").
public enum DataPageVersion: Sendable, Equatable {
    /// Levels and values are compressed together.
    case v1
    /// Levels come first and are never compressed.
    case v2
}
