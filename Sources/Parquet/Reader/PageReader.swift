import Gzip
import ThriftCompact

/// Walks the pages of a column chunk: header, then body or the next header.
struct PageReader {
    /// How much is fetched at once where pages are read one after the other, in bytes.
    private static let readAhead = 1 << 20
    /// The largest page header; statistics in it can hold two long values.
    private static let headerLimit = 16 << 20

    private var input: ChunkInput
    private let decompressor: PageDecompressor
    /// Where the next header or body begins in the file.
    private(set) var position: Int

    init(input: ChunkInput, codec: CompressionCodec) throws(ParquetError) {
        self.input = input
        decompressor = try PageDecompressor(codec: codec)
        position = input.range.lowerBound
    }

    /// Whether no page is left.
    var isAtEnd: Bool { position >= input.range.upperBound }

    /// Goes to the header of a page.
    mutating func seek(to offset: Int) throws(ParquetError) {
        guard input.range.contains(offset) else {
            throw ParquetError(.invalidData, "the offset index names a page outside its column chunk")
        }
        position = offset
    }

    /// Reads the next header.
    ///
    /// - Parameter size: The size of the page with its header, where an offset index tells it: no more is fetched then.
    mutating func readHeader(size: Int? = nil) async throws -> PageHeader {
        var wanted = min(256, input.range.upperBound - position)
        while true {
            let range = try await input.load(position, count: wanted, ahead: size ?? Self.readAhead)
            var reader = CompactReader(
                bytes: input.buffer,
                range: range.lowerBound..<(range.lowerBound + input.buffered(from: position))
            )
            do throws(ThriftError) {
                let header = try PageHeader(from: &reader)
                position += reader.position - range.lowerBound
                try check(header)
                return header
            } catch {
                let available = input.buffered(from: position)
                let isAll = available >= input.range.upperBound - position
                guard !isAll, available < Self.headerLimit, error.isForWantOfBytes else {
                    throw ParquetError(.invalidData, "a page header cannot be decoded: \(error)")
                }
                wanted = min(available * 2, input.range.upperBound - position)
            }
        }
    }

    private func check(_ header: PageHeader) throws(ThriftError) {
        guard header.compressedPageSize >= 0, header.uncompressedPageSize >= 0 else {
            throw ThriftError(.lengthOutOfBounds(UInt64(UInt32(bitPattern: header.compressedPageSize))), at: position)
        }
    }

    /// Passes over the body of the page whose header was just read.
    mutating func skipBody(_ header: PageHeader) {
        position += Int(header.compressedPageSize)
    }

    /// Reads the body of the page whose header was just read, checks it and undoes its compression.
    ///
    /// - Parameter plainLength: Bytes at the beginning that are not compressed: levels of a version 2 page.
    mutating func readBody(
        _ header: PageHeader,
        plainLength: Int = 0,
        isCompressed: Bool = true
    ) async throws -> PageBytes {
        let size = Int(header.compressedPageSize)
        guard size <= PageDecompressor.sizeLimit else {
            throw ParquetError(.invalidData, "a page has \(size) bytes; at most \(PageDecompressor.sizeLimit) are read")
        }
        let range = try await input.load(position, count: size, ahead: Self.readAhead)
        position += size
        if let crc = header.crc {
            // Unsafe: the checksum reads the page in place.
            let found = input.buffer.withUnsafeBytes { CRC32.checksum(of: UnsafeRawBufferPointer(rebasing: $0[range])) }
            guard found == UInt32(bitPattern: crc) else {
                throw ParquetError(.invalidData, "the checksum of a page is wrong: the file is damaged")
            }
        }
        let uncompressed = Int(header.uncompressedPageSize)
        guard plainLength >= 0, plainLength <= size, plainLength <= uncompressed else {
            throw ParquetError(.invalidData, "a page has \(plainLength) bytes of levels in \(size) bytes")
        }
        var page = Array(input.buffer[range.prefix(plainLength)])
        let body = range.dropFirst(plainLength)
        if isCompressed {
            try decompressor.decompress(
                input.buffer,
                body.startIndex..<body.endIndex,
                size: uncompressed - plainLength,
                into: &page
            )
        } else {
            page.append(contentsOf: input.buffer[body])
        }
        return PageBytes(page: page)
    }
}

extension ThriftError {
    /// Whether more bytes could make it good.
    fileprivate var isForWantOfBytes: Bool {
        switch code {
        case .truncated, .lengthOutOfBounds: true
        default: false
        }
    }
}
