import Columnar

/// Fills a bloom filter from the distinct values of a column chunk.
enum BloomFilterBuilder {
    /// The filter of all values of a text column.
    static func filter(of column: StringColumn, falsePositiveRate: Double) -> SplitBlockBloomFilter {
        var filter = SplitBlockBloomFilter(distinctCount: column.entryCount, falsePositiveRate: falsePositiveRate)
        // Unsafe: entries lie inside the arena, by their offsets.
        column.bytes.withUnsafeBytes { bytes in
            column.offsets.withUnsafeBufferPointer { offsets in
                filter.insert(count: column.entryCount) { entry in
                    XXHash64.hash(UnsafeRawBufferPointer(rebasing: bytes[offsets[entry]..<offsets[entry + 1]]))
                }
            }
        }
        return filter
    }
}
