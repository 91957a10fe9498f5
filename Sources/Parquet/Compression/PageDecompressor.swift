import CZstd
import Gzip

/// Undoes the compression of pages with one codec; its context is made once and used for every page.
///
/// A page's size comes from the file and may lie. It is believed up to ``sizeLimit`` and up to what the codec can make of
/// the bytes at hand, and then checked against what came out.
final class PageDecompressor {
    /// The largest page that is read, in bytes.
    static let sizeLimit = 256 << 20

    let codec: CompressionCodec
    // Unsafe: the library's own handle, freed in deinit.
    private let zstd: OpaquePointer?

    init(codec: CompressionCodec) throws(ParquetError) {
        switch codec {
        case .uncompressed, .gzip: zstd = nil
        case .zstd: zstd = ZSTD_createDCtx()
        default:
            throw ParquetError(
                .unsupportedCodec,
                "pages compressed with \(codec) are not read; zstd, gzip and uncompressed are"
            )
        }
        self.codec = codec
    }

    deinit { ZSTD_freeDCtx(zstd) }

    /// Appends `size` bytes to `target`, the compressed form of which is `bytes[range]`.
    ///
    /// - Throws: ``ParquetError`` where something else comes out.
    func decompress(
        _ bytes: [UInt8],
        _ range: Range<Int>,
        size: Int,
        into target: inout [UInt8]
    ) throws(ParquetError) {
        guard size >= 0, size <= Self.sizeLimit else {
            throw ParquetError(.invalidData, "a page announces \(size) bytes; at most \(Self.sizeLimit) are read")
        }
        // Writers may leave out the frame of nothing, or write one.
        guard size > 0 else { return }
        guard codec != .uncompressed else {
            guard range.count == size else {
                throw ParquetError(.invalidData, "a page of \(range.count) bytes announces \(size)")
            }
            target.append(contentsOf: bytes[range])
            return
        }
        guard size <= mostBytes(from: range.count) else {
            throw ParquetError(.invalidData, "a page announces \(size) bytes, which \(range.count) bytes cannot hold")
        }
        let inflated: [UInt8] =
            codec == .zstd
            ? try decompressZstd(bytes, range, size: size)
            : try inflate(bytes, range, size: size)
        if target.isEmpty { target = inflated } else { target.append(contentsOf: inflated) }
    }

    /// The most that `count` compressed bytes can stand for.
    private func mostBytes(from count: Int) -> Int {
        // Zstandard: a block of at most 128 KiB takes 3 bytes of header and at least one of content.
        // Deflate: a match of 258 bytes takes at least 2 bits.
        codec == .zstd ? (count / 4 + 1) << 17 : count * 1032 + 64
    }

    private func decompressZstd(_ bytes: [UInt8], _ range: Range<Int>, size: Int) throws(ParquetError) -> [UInt8] {
        // Unsafe: C writes into fresh memory, of which only what it has written becomes part of the array.
        let inflated = [UInt8](unsafeUninitializedCapacity: size + PageBytes.padding) { room, count in
            bytes.withUnsafeBytes { bytes in
                let source = UnsafeRawBufferPointer(rebasing: bytes[range])
                let written = ZSTD_decompressDCtx(zstd, room.baseAddress, size, source.baseAddress, source.count)
                count = ZSTD_isError(written) == 0 ? min(written, size) : 0
            }
        }
        guard inflated.count == size else {
            throw ParquetError(.invalidData, "a page does not hold the \(size) bytes of zstd data that it announces")
        }
        return inflated
    }

    private func inflate(_ bytes: [UInt8], _ range: Range<Int>, size: Int) throws(ParquetError) -> [UInt8] {
        var inflater = GzipInflater()
        var failure: GzipError?
        // Unsafe: as above. One byte more than expected shows a page that holds too much.
        let inflated = [UInt8](unsafeUninitializedCapacity: size + PageBytes.padding) { room, count in
            bytes.withUnsafeBytes { bytes in
                var source = UnsafeRawBufferPointer(rebasing: bytes[range])
                let room = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[...size])
                do throws(GzipError) {
                    while count <= size {
                        let rest = UnsafeMutableRawBufferPointer(rebasing: room[count...])
                        let progress = try inflater.inflate(from: source, into: rest)
                        count += progress.produced
                        source = UnsafeRawBufferPointer(rebasing: source[progress.consumed...])
                        if progress.needsInput { break }
                    }
                    if count <= size { try inflater.finish() }
                } catch {
                    failure = error
                }
            }
        }
        if let failure { throw ParquetError(.invalidData, "a page cannot be inflated: \(failure)") }
        guard inflated.count == size else {
            throw ParquetError(.invalidData, "a page does not hold the \(size) bytes of gzip data that it announces")
        }
        return inflated
    }
}
