/// Decodes the values of one page, some at a time, NULLs not among them.
protocol ValueDecoder<Value> {
    associatedtype Value: BitwiseCopyable & Numeric

    /// Writes the next `count` values to the beginning of `target`, which has room for them.
    ///
    /// - Throws: ``ParquetError`` where the page has fewer or they cannot be.
    mutating func decode(_ count: Int, into target: inout [Value]) throws(ParquetError)
}
