import Columnar

/// Fills a bloom filter from the distinct values of a column chunk.
enum BloomFilterBuilder {
    /// The filter of all values of a text column.
    static func filter(of column: StringColumn, falsePositiveRate: Double) -> SplitBlockBloomFilter {
        var filter = SplitBlockBloomFilter(distinctCount: column.entryCount, falsePositiveRate: falsePositiveRate)
        column.bytes.withUnsafeBytes { bytes in
            for entry in 0..<column.entryCount {
                let value = UnsafeRawBufferPointer(rebasing: bytes[column.offsets[entry]..<column.offsets[entry + 1]])
                filter.insert(hash: XXHash64.hash(value))
            }
        }
        return filter
    }
}
