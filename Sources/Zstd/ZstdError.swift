/// Why zstd data could not be decompressed, and where.
public struct ZstdError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of damage.
    public enum Code: Sendable, Hashable {
        /// The input ended in the middle of a frame.
        case truncated
        /// The library refused the data; its own words.
        case invalidData(String)
        /// The library could not get memory.
        case outOfMemory
    }

    /// What is wrong.
    public let code: Code
    /// How many compressed bytes precede the damage.
    public let compressedOffset: Int
    /// How many bytes had been decompressed before the damage.
    public let inflatedOffset: Int

    /// Whether the text before the damage can be relied on: something is missing, and no byte is known to be wrong.
    public var leavesTrustworthyText: Bool { code == .truncated }

    /// One line that says what is wrong and where.
    public var description: String {
        let place = "(compressed offset \(compressedOffset), inflated offset \(inflatedOffset))"
        return switch code {
        case .truncated: "the zstd data ends in the middle of a frame \(place)"
        case .invalidData(let reason): "the zstd data is damaged: \(reason) \(place)"
        case .outOfMemory: "there is not enough memory to decompress zstd data"
        }
    }
}
