import Gzip
import Zstd

/// What is wrong with compressed bytes.
struct InflateDamage {
    let reason: String
    /// Whether the text that came before may be kept.
    let leavesTrustworthyText: Bool

    /// `nil` for an error that says nothing about the bytes.
    init?(_ error: any Error) {
        switch error {
        case let error as GzipError: (reason, leavesTrustworthyText) = ("\(error)", error.leavesTrustworthyText)
        case let error as ZstdError: (reason, leavesTrustworthyText) = ("\(error)", error.leavesTrustworthyText)
        default: return nil
        }
    }
}
