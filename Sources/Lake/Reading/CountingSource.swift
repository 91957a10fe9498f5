import Parquet
import Synchronization

/// Counts the bytes that are read from a file.
final class CountingSource: ParquetSource {
    private let base: any ParquetSource
    private let count = Atomic<Int>(0)

    init(_ base: any ParquetSource) {
        self.base = base
    }

    var byteCount: Int { base.byteCount }

    /// Bytes read so far.
    var bytesRead: Int { count.load(ordering: .relaxed) }

    func read(_ range: Range<Int>) async throws -> [UInt8] {
        count.add(range.count, ordering: .relaxed)
        return try await base.read(range)
    }
}
