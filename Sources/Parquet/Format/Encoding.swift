/// How values or levels are laid out in a page (parquet.thrift `Encoding`).
public struct Encoding: FormatEnumeration {
    /// The number in the file.
    public var rawValue: Int32

    /// Creates a value of any number, whether the specification defines it or not.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Values one after the other.
    public static let plain = Encoding(rawValue: 0)
    /// Deprecated name of `rleDictionary` in data pages and of `plain` in dictionary pages.
    public static let plainDictionary = Encoding(rawValue: 2)
    /// The RLE/bit-packing hybrid, for levels and booleans.
    public static let rle = Encoding(rawValue: 3)
    /// Bit-packed levels; deprecated.
    public static let bitPacked = Encoding(rawValue: 4)
    /// Bit-packed differences of integers.
    public static let deltaBinaryPacked = Encoding(rawValue: 5)
    /// Lengths as `deltaBinaryPacked`, then the bytes.
    public static let deltaLengthByteArray = Encoding(rawValue: 6)
    /// Lengths shared with the previous value, then the suffixes.
    public static let deltaByteArray = Encoding(rawValue: 7)
    /// Dictionary indices in the RLE/bit-packing hybrid.
    public static let rleDictionary = Encoding(rawValue: 8)
    /// The first bytes of all values, then the second, and so on.
    public static let byteStreamSplit = Encoding(rawValue: 9)

    /// The name in the specification, or the type and number.
    public var description: String {
        switch self {
        case .plain: "PLAIN"
        case .plainDictionary: "PLAIN_DICTIONARY"
        case .rle: "RLE"
        case .bitPacked: "BIT_PACKED"
        case .deltaBinaryPacked: "DELTA_BINARY_PACKED"
        case .deltaLengthByteArray: "DELTA_LENGTH_BYTE_ARRAY"
        case .deltaByteArray: "DELTA_BYTE_ARRAY"
        case .rleDictionary: "RLE_DICTIONARY"
        case .byteStreamSplit: "BYTE_STREAM_SPLIT"
        default: "Encoding(\(rawValue))"
        }
    }
}
