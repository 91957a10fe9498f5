/// The codec of a table's Parquet pages, as the table property `parquet.compression` spells it.
///
/// Readers take the codec from the files; the property decides what `INSERT INTO` writes.
public enum ParquetCompression: String, Sendable, Hashable, CaseIterable {
    /// Zstandard.
    case zstd = "ZSTD"
    /// Gzip.
    case gzip = "GZIP"
    /// Snappy.
    case snappy = "SNAPPY"
    /// No compression.
    case uncompressed = "UNCOMPRESSED"
}
