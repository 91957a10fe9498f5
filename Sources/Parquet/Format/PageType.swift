/// What a page holds (parquet.thrift `PageType`).
public struct PageType: FormatEnumeration {
    /// The number in the file.
    public var rawValue: Int32

    /// Creates a value of any number, whether the specification defines it or not.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Levels and values, compressed together.
    public static let dataPage = PageType(rawValue: 0)
    /// Reserved; no writer is known.
    public static let indexPage = PageType(rawValue: 1)
    /// The dictionary of a column chunk.
    public static let dictionaryPage = PageType(rawValue: 2)
    /// Levels uncompressed, then values.
    public static let dataPageV2 = PageType(rawValue: 3)

    /// The name in the specification, or the type and number.
    public var description: String {
        switch self {
        case .dataPage: "DATA_PAGE"
        case .indexPage: "INDEX_PAGE"
        case .dictionaryPage: "DICTIONARY_PAGE"
        case .dataPageV2: "DATA_PAGE_V2"
        default: "PageType(\(rawValue))"
        }
    }
}
