import ThriftCompact

/// Asks the bloom filter of a column chunk about a value, for which one block of it is fetched.
struct BloomFilterProbe {
    /// Enough for every header; it has four small fields.
    private static let headerLimit = 64

    private let source: any ParquetSource

    init(_ source: any ParquetSource) {
        self.source = source
    }

    /// Whether the chunk may have a row for which `term` holds; `true` where there is no filter to ask.
    func mayHold(_ term: BoundTerm, _ column: FileColumn, _ metaData: ColumnMetaData) async throws -> Bool {
        guard term.operator == .equal, let offset = metaData.bloomFilterOffset,
            let value = Self.encoded(term.value, column)
        else { return true }
        let size = Int64(source.byteCount)
        guard offset >= 4, offset < size else {
            throw ParquetError(.invalidData, "the bloom filter of column \(column.name) is not in the file")
        }
        let start = Int(offset)
        let bytes = try await source.read(start..<min(start + Self.headerLimit, Int(size)))
        var reader = CompactReader(bytes: bytes)
        let header: BloomFilterHeader
        do throws(ThriftError) {
            header = try BloomFilterHeader(from: &reader)
        } catch {
            throw ParquetError(.invalidData, "the bloom filter of column \(column.name) cannot be decoded: \(error)")
        }
        // A filter made in a way that is not known here says nothing.
        guard header.algorithm == .block, header.hash == .xxhash, header.compression == .uncompressed else {
            return true
        }
        let first = start + reader.position
        guard header.numBytes >= 32, header.numBytes % 32 == 0, Int(header.numBytes) <= Int(size) - first else {
            throw ParquetError(.invalidData, "the bloom filter of column \(column.name) has \(header.numBytes) bytes")
        }
        let hash = XXHash64.hash(value)
        let block = Int(((hash >> 32) &* UInt64(header.numBytes / 32)) >> 32)
        let place = first + block * 32
        let blockBytes = try await source.read(place..<(place + 32))
        // A filter of this one block maps every hash to it.
        return SplitBlockBloomFilter(bytes: blockBytes)?.mayContain(hash: hash) ?? true
    }

    /// The bytes that are hashed: those of the PLAIN encoding, without a length.
    private static func encoded(_ value: BoundTerm.Value, _ column: FileColumn) -> [UInt8]? {
        switch (value, column.element.type) {
        case (.text(let text), .byteArray): return text
        case (.integer(let number), .int32):
            guard let small = Int32(exactly: number) else { return nil }
            return littleEndian(UInt64(UInt32(bitPattern: small)), 4)
        case (.integer(let number), .int64):
            let (ticks, overflows) = number.multipliedReportingOverflow(by: column.ticksPerMillisecond)
            return overflows ? nil : littleEndian(UInt64(bitPattern: ticks), 8)
        // Zeros of both signs are equal and have two hashes.
        case (.number(let number), .double) where number != 0: return littleEndian(number.bitPattern, 8)
        default: return nil
        }
    }

    private static func littleEndian(_ word: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
    }
}
