/// An enum of parquet.thrift.
///
/// These are structs and not Swift enums, so that a number from a newer writer can be read, kept and named in a
/// message.
public protocol FormatEnumeration: RawRepresentable, Hashable, Sendable, CustomStringConvertible
where RawValue == Int32 {
    /// Creates a value of any number.
    init(rawValue: Int32)
}
