import ArgumentParser
import Parquet

/// The codecs that files can be written with.
enum CompressionChoice: String, ExpressibleByArgument, CaseIterable {
    case zstd
    case gzip
    case uncompressed

    var codec: CompressionCodec {
        switch self {
        case .zstd: .zstd
        case .gzip: .gzip
        case .uncompressed: .uncompressed
        }
    }
}
