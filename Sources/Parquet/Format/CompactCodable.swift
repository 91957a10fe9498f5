import ThriftCompact

/// A struct or union of parquet.thrift.
public protocol CompactCodable {
    /// Reads the struct that the reader stands before.
    ///
    /// Unknown fields are skipped; a required field that is missing is an error.
    init(from reader: inout CompactReader) throws(ThriftError)

    /// Writes the value as a struct, stop byte included.
    ///
    /// The value stands alone, is an element of a list, or follows a field header.
    func write(to writer: inout CompactWriter)
}
