/// The bytes of a column chunk, fetched some at a time.
struct ChunkInput {
    private let source: any ParquetSource
    /// Where the chunk is in the file.
    let range: Range<Int>
    /// What was fetched last.
    private(set) var buffer: [UInt8] = []
    private var bufferStart: Int

    init(source: any ParquetSource, range: Range<Int>) {
        self.source = source
        self.range = range
        bufferStart = range.lowerBound
    }

    /// Bytes of the file in the buffer from `offset` on.
    func buffered(from offset: Int) -> Int {
        offset < bufferStart ? 0 : max(bufferStart + buffer.count - offset, 0)
    }

    /// Makes sure that `count` bytes from `offset` on are in the buffer, and returns where they are in it.
    ///
    /// - Parameter ahead: How much to fetch when something must be, if the chunk has as much.
    /// - Throws: ``ParquetError`` where the chunk ends before that, or what the source says.
    mutating func load(_ offset: Int, count: Int, ahead: Int) async throws -> Range<Int> {
        guard offset >= range.lowerBound, count >= 0, count <= range.upperBound - offset else {
            throw ParquetError(.invalidData, "a page ends behind its column chunk")
        }
        if buffered(from: offset) < count {
            // What is there already is not fetched again.
            let kept = buffered(from: offset)
            let end = min(offset + max(count, ahead), range.upperBound)
            let fresh = try await source.read((offset + kept)..<end)
            guard fresh.count == end - offset - kept else {
                throw ParquetError(.invalidData, "the file ends before byte \(end)")
            }
            buffer = kept > 0 ? Array(buffer[(buffer.count - kept)...]) + fresh : fresh
            bufferStart = offset
        }
        let start = offset - bufferStart
        return start..<(start + count)
    }
}
