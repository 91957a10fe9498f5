import ThriftCompact

/// What stands before the bytes of every page (parquet.thrift `PageHeader`).
///
/// Field 6, `index_page_header`, is an empty struct and is skipped: index pages are passed over by their size.
public struct PageHeader: CompactCodable, Equatable, Sendable {
    /// What the page holds, and so which of the headers below is there.
    public var type: PageType
    /// Bytes of the page before compression, without this header.
    public var uncompressedPageSize: Int32
    /// Bytes of the page in the file, without this header.
    public var compressedPageSize: Int32
    /// The CRC-32 (as in gzip) of the bytes in the file.
    public var crc: Int32?
    /// Set for `PageType.dataPage`.
    public var dataPageHeader: DataPageHeader?
    /// Set for `PageType.dictionaryPage`.
    public var dictionaryPageHeader: DictionaryPageHeader?
    /// Set for `PageType.dataPageV2`.
    public var dataPageHeaderV2: DataPageHeaderV2?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        type: PageType,
        uncompressedPageSize: Int32,
        compressedPageSize: Int32,
        crc: Int32? = nil,
        dataPageHeader: DataPageHeader? = nil,
        dictionaryPageHeader: DictionaryPageHeader? = nil,
        dataPageHeaderV2: DataPageHeaderV2? = nil
    ) {
        self.type = type
        self.uncompressedPageSize = uncompressedPageSize
        self.compressedPageSize = compressedPageSize
        self.crc = crc
        self.dataPageHeader = dataPageHeader
        self.dictionaryPageHeader = dictionaryPageHeader
        self.dataPageHeaderV2 = dataPageHeaderV2
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var type: PageType?
        var uncompressedPageSize: Int32?
        var compressedPageSize: Int32?
        var crc: Int32?
        var dataPageHeader: DataPageHeader?
        var dictionaryPageHeader: DictionaryPageHeader?
        var dataPageHeaderV2: DataPageHeaderV2?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: type = try reader.readEnum()
            case 2: uncompressedPageSize = try reader.readI32()
            case 3: compressedPageSize = try reader.readI32()
            case 4: crc = try reader.readI32()
            case 5: dataPageHeader = try DataPageHeader(from: &reader)
            case 7: dictionaryPageHeader = try DictionaryPageHeader(from: &reader)
            case 8: dataPageHeaderV2 = try DataPageHeaderV2(from: &reader)
            default: break
            }
        }
        self.init(
            type: try reader.required(type, "PageHeader.type"),
            uncompressedPageSize: try reader.required(uncompressedPageSize, "PageHeader.uncompressedPageSize"),
            compressedPageSize: try reader.required(compressedPageSize, "PageHeader.compressedPageSize"),
            crc: crc,
            dataPageHeader: dataPageHeader,
            dictionaryPageHeader: dictionaryPageHeader,
            dataPageHeaderV2: dataPageHeaderV2
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, enum: type)
            writer.field(2, i32: uncompressedPageSize)
            writer.field(3, i32: compressedPageSize)
            writer.field(4, i32: crc)
            writer.field(5, struct: dataPageHeader)
            writer.field(7, struct: dictionaryPageHeader)
            writer.field(8, struct: dataPageHeaderV2)
        }
    }
}
