import CZstd
import Columnar
import Gzip

/// Compresses pages with one codec; contexts are made once and used for every page.
final class PageCompressor {
    let codec: CompressionCodec
    private let level: Int32
    /// Levels of zstd whose search is adapted to pages; who asks for a higher one wants its own.
    private static let fastLevels = 1...2
    // Unsafe: the libraries' own handles, freed in deinit.
    private let zstd: OpaquePointer?

    init(codec: CompressionCodec, level: Int?) throws(ParquetError) {
        self.codec = codec
        searchesDiffer = codec == .zstd && Self.fastLevels.contains(level ?? 1)
        switch codec {
        case .uncompressed:
            self.level = 0
            zstd = nil
        case .gzip:
            self.level = Int32(clamping: level ?? 6)
            zstd = nil
        case .zstd:
            self.level = Int32(clamping: level ?? 1)
            zstd = ZSTD_createCCtx()
        default:
            throw ParquetError(
                .unsupportedCodec,
                "pages cannot be written with \(codec); use zstd, gzip or uncompressed"
            )
        }
    }

    deinit { ZSTD_freeCCtx(zstd) }

    /// Whether there is more than one search to choose from.
    let searchesDiffer: Bool

    /// Appends the compressed form of `page`, or of some bytes of it, to `target` and returns its length in bytes.
    func compress(
        _ page: ByteBuffer,
        _ range: Range<Int>? = nil,
        looksFor search: PageSearch = .matches,
        into target: ByteBuffer
    ) throws(ParquetError) -> Int {
        let before = target.count
        do {
            try page.withUnsafeBytes { bytes in
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[range ?? 0..<bytes.count])
                switch codec {
                case .zstd: try compressZstd(bytes, search, into: target)
                case .gzip: try compressGzip(bytes, into: target)
                default: target.append(contentsOf: bytes)
                }
            }
        } catch let error as ParquetError {
            throw error
        } catch {
            throw ParquetError(.compressionFailed, "\(codec) could not compress a page")
        }
        return target.count - before
    }

    private func compressZstd(_ bytes: UnsafeRawBufferPointer, _ search: PageSearch, into target: ByteBuffer) throws {
        ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, level)
        if searchesDiffer {
            // A small table forgets all but the last entries, which are the ones to look for: a page of sorted addresses
            // comes out an eighth smaller, and sooner.
            ZSTD_CCtx_setParameter(zstd, ZSTD_c_hashLog, 8)
            ZSTD_CCtx_setParameter(zstd, ZSTD_c_minMatch, 7)
            // A fast search that steps over a block finds nothing. With such steps it leaves bytes as they are unless it is
            // told to code them (ZSTD_ps_enable; 0 is its own choice).
            let isNarrow = search == .frequencies
            ZSTD_CCtx_setParameter(zstd, ZSTD_c_targetLength, isNarrow ? 1 << 17 : 0)
            ZSTD_CCtx_setParameter(zstd, flowconv_zstd_literal_compression_mode, isNarrow ? 1 : 0)
        }
        let bound = ZSTD_compressBound(bytes.count)
        try target.append(room: bound) { room in
            let size = ZSTD_compress2(zstd, room, bound, bytes.baseAddress, bytes.count)
            guard ZSTD_isError(size) == 0 else {
                throw ParquetError(.compressionFailed, "zstd could not compress a page of \(bytes.count) bytes")
            }
            return size
        }
    }

    private func compressGzip(_ bytes: UnsafeRawBufferPointer, into target: ByteBuffer) throws {
        let bound = GzipCompressor.bound(bytes.count)
        try target.append(room: bound) { room in
            let room = UnsafeMutableRawBufferPointer(start: room, count: bound)
            guard let size = GzipCompressor.compress(bytes, into: room, level: Int(level)) else {
                throw ParquetError(.compressionFailed, "zlib could not compress a page of \(bytes.count) bytes")
            }
            return size
        }
    }
}
