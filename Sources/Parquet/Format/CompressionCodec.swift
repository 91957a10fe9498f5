/// How the pages of a column chunk are compressed (parquet.thrift `CompressionCodec`).
public struct CompressionCodec: FormatEnumeration {
    /// The number in the file.
    public var rawValue: Int32

    /// Creates a value of any number, whether the specification defines it or not.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Not at all.
    public static let uncompressed = CompressionCodec(rawValue: 0)
    /// Snappy.
    public static let snappy = CompressionCodec(rawValue: 1)
    /// Gzip (RFC 1952).
    public static let gzip = CompressionCodec(rawValue: 2)
    /// LZO.
    public static let lzo = CompressionCodec(rawValue: 3)
    /// Brotli.
    public static let brotli = CompressionCodec(rawValue: 4)
    /// LZ4 in an undocumented frame; deprecated.
    public static let lz4 = CompressionCodec(rawValue: 5)
    /// Zstandard.
    public static let zstd = CompressionCodec(rawValue: 6)
    /// LZ4 blocks.
    public static let lz4Raw = CompressionCodec(rawValue: 7)

    /// The name in the specification, or the type and number.
    public var description: String {
        switch self {
        case .uncompressed: "UNCOMPRESSED"
        case .snappy: "SNAPPY"
        case .gzip: "GZIP"
        case .lzo: "LZO"
        case .brotli: "BROTLI"
        case .lz4: "LZ4"
        case .zstd: "ZSTD"
        case .lz4Raw: "LZ4_RAW"
        default: "CompressionCodec(\(rawValue))"
        }
    }
}
