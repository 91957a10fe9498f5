/// The type of a table column, as Athena and Glue spell it.
///
/// Only the primitive types that flow logs need. Partition keys have no type of their own: Athena pushes a filter on
/// them into Glue only when they are `string`.
public enum HiveType: String, Sendable, Hashable, CaseIterable {
    /// 32-bit signed integer; Parquet INT32.
    ///
    /// `CREATE TABLE` in Athena knows `int`; the spelling `integer` belongs to queries only.
    case int
    /// 64-bit signed integer; Parquet INT64.
    case bigint
    /// UTF-8 text; Parquet BYTE_ARRAY annotated STRING.
    case string
    /// True or false.
    case boolean
    /// 64-bit floating point.
    case double
    /// Instant with millisecond precision; Parquet INT64 annotated TIMESTAMP.
    case timestamp
    /// 32-bit floating point; `real` in queries.
    case float
}

extension HiveType: CustomStringConvertible {
    /// The spelling in `CREATE TABLE` and in Glue's `Type`.
    public var description: String { rawValue }
}
