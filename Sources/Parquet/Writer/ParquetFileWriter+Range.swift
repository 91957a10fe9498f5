extension ParquetFileWriter {
    /// The least and the greatest value of a column of 64-bit integers in the row groups so far, by their statistics;
    /// `nil` where there is no value or a row group has no bounds.
    public func range(ofColumn column: Int) -> ClosedRange<Int64>? {
        guard schema.indices.contains(column), schema[column].physicalType == .int64 else { return nil }
        var range: ClosedRange<Int64>?
        for group in rowGroups {
            guard let metaData = group.columns[column].metaData, let statistics = metaData.statistics else {
                return nil
            }
            if statistics.nullCount == metaData.numValues { continue }
            guard let least = Self.integer(statistics.minValue), let greatest = Self.integer(statistics.maxValue),
                least <= greatest
            else { return nil }
            range = min(range?.lowerBound ?? least, least)...max(range?.upperBound ?? greatest, greatest)
        }
        return range
    }

    /// A PLAIN-encoded INT64.
    private static func integer(_ bytes: [UInt8]?) -> Int64? {
        guard let bytes, bytes.count == 8 else { return nil }
        return bytes.reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }
}
