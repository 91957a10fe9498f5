import CZstd
import Columnar
import Gzip

/// Compresses pages with one codec; contexts are made once and used for every page.
final class PageCompressor {
    let codec: CompressionCodec
    private let level: Int32
    // Unsafe: the libraries' own handles, freed in deinit.
    private let zstd: OpaquePointer?

    init(codec: CompressionCodec, level: Int?) throws(ParquetError) {
        self.codec = codec
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

    /// Appends the compressed form of `page` to `target` and returns its length in bytes.
    func compress(_ page: ByteBuffer, into target: ByteBuffer) throws(ParquetError) -> Int {
        let before = target.count
        do {
            try page.withUnsafeBytes { bytes in
                switch codec {
                case .zstd: try compressZstd(bytes, into: target)
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

    private func compressZstd(_ bytes: UnsafeRawBufferPointer, into target: ByteBuffer) throws {
        let bound = ZSTD_compressBound(bytes.count)
        try target.append(room: bound) { room in
            let size = ZSTD_compressCCtx(zstd, room, bound, bytes.baseAddress, bytes.count, level)
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
