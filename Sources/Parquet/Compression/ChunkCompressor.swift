import Columnar

/// Compresses the pages of one column chunk after the other, or decides that it is not worth it.
final class ChunkCompressor {
    private let compressor: PageCompressor
    private var compressed = ByteBuffer(capacity: 1 << 17)
    private var alternative = ByteBuffer(capacity: 1 << 17)

    /// The codec of the chunk under way: every page of a chunk has the same (ColumnMetaData.codec).
    private(set) var codec = CompressionCodec.uncompressed
    /// Whether the data page before was hardly worth its compression.
    private var hardlyShrinks = false
    private var choice = SearchChoice()

    /// A page that saves less than one byte in so many is not worth its decompression, and a short one says nothing about
    /// those that follow.
    private static let leastSaving = 16
    private static let leastTrial = 4096
    /// Bytes that tell whether a page repeats itself, which its frequencies do not show.
    private static let repeatTrial = 2048

    init(codec: CompressionCodec, level: Int?) throws(ParquetError) {
        compressor = try PageCompressor(codec: codec, level: level)
    }

    /// Goes on to the next chunk.
    func begin() {
        codec = compressor.codec
        hardlyShrinks = false
        choice = SearchChoice()
    }

    /// Leaves the chunk under way as it is; before its first page.
    func leaveUncompressed() { codec = .uncompressed }

    /// Whether compression that makes `size` bytes of `count` is not worth its while.
    static func isPoor(_ size: Int, of count: Int) -> Bool {
        count >= leastTrial && (count - size) * leastSaving < count
    }

    // What is returned is good until the next call.

    /// The size of a page in bytes once it is compressed.
    func measure(_ page: ByteBuffer) throws(ParquetError) -> Int {
        compressed.removeAll()
        return try compressor.compress(page, into: compressed)
    }

    /// The dictionary page as the file holds it.
    func storeDictionary(_ page: ByteBuffer) throws(ParquetError) -> ByteBuffer {
        if codec == .uncompressed { return page }
        compressed.removeAll()
        _ = try compressor.compress(page, into: compressed)
        return compressed
    }

    /// The data page as the file holds it.
    ///
    /// Where a chunk begins with values, its first page decides whether the chunk is compressed at all: deltas of times
    /// and sizes are packed so tightly that compression would cost time on both sides and save next to nothing. A
    /// dictionary page says nothing about the indices that follow: where those of a page hardly shrink, a few bytes of the
    /// next are tried before all of them are.
    ///
    /// - Parameter mayLeaveChunk: Whether this page decides.
    func storeData(_ page: ByteBuffer, mayLeaveChunk: Bool) throws(ParquetError) -> ByteBuffer {
        if codec == .uncompressed { return page }
        compressed.removeAll()
        if hardlyShrinks, codec == .zstd, page.count > 4 * Self.leastTrial {
            let size = try sizeOfMiddle(of: page, Self.leastTrial, into: compressed)
            if Self.isPoor(size, of: Self.leastTrial) {
                StoredFrame.append(page, to: compressed)
                return compressed
            }
            // Another kind of page begins.
            choice = SearchChoice()
        }
        let size = try compress(page)
        hardlyShrinks = Self.isPoor(size, of: page.count)
        guard mayLeaveChunk, hardlyShrinks else { return compressed }
        codec = .uncompressed
        return page
    }

    /// Compresses a data page with the search that makes it shorter, as far as the pages before tell which that is.
    private func compress(_ page: ByteBuffer) throws(ParquetError) -> Int {
        let size = try compressor.compress(page, looksFor: choice.search, into: compressed)
        guard compressor.searchesDiffer, page.count >= Self.leastTrial else { return size }
        alternative.removeAll()
        if choice.holds(size, of: page.count) {
            guard choice.mayMissRepeats else { return size }
            let middle = try sizeOfMiddle(of: page, Self.repeatTrial, into: alternative)
            if middle * page.count * 8 > size * Self.repeatTrial * 7 { return size }
        }
        let other = try compressor.compress(page, looksFor: choice.search.other, into: alternative)
        if choice.isOtherBetter(other, than: size, of: page.count) { swap(&compressed, &alternative) }
        return min(size, other)
    }

    /// The size of so many bytes in the middle of a page, searched for all there is; `room` is empty again.
    private func sizeOfMiddle(
        of page: ByteBuffer,
        _ count: Int,
        into room: ByteBuffer
    ) throws(ParquetError) -> Int {
        defer { room.removeAll() }
        let start = (page.count - count) / 2
        return try compressor.compress(page, start..<start + count, into: room)
    }
}
