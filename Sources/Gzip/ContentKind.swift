/// What an object holds, told by its first bytes.
///
/// Names lie (`.log` that is gzip, `.gz` that was inflated in transit), magic bytes do not.
public enum ContentKind: Sendable, Hashable {
    /// RFC 1952 members.
    case gzip
    /// Zstandard frames, including a skippable frame at the start.
    case zstd
    /// A Parquet file.
    case parquet
    /// Anything else: the bytes are the text itself.
    case plain
    /// No bytes at all.
    case empty

    /// How many leading bytes are enough to decide.
    public static let prefixLength = 4

    /// Tells the kind from the first bytes of an object.
    ///
    /// `prefix` is the first ``prefixLength`` bytes, or the whole object when it is shorter. A lone `1f` counts as gzip
    /// that was cut off: no text begins with it, and reading it as text would hide the damage.
    public init(prefix: [UInt8]) {
        if prefix.isEmpty {
            self = .empty
        } else if prefix.starts(with: [0x1F, 0x8B]) || prefix == [0x1F] {
            self = .gzip
        } else if prefix.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || Self.isSkippableFrame(prefix) {
            self = .zstd
        } else if prefix.starts(with: Array("PAR1".utf8)) {
            self = .parquet
        } else {
            self = .plain
        }
    }

    /// RFC 8878, section 3.1.2: magic numbers `184D2A50` to `184D2A5F`, little endian.
    private static func isSkippableFrame(_ prefix: [UInt8]) -> Bool {
        prefix.count >= 4 && prefix[0] & 0xF0 == 0x50 && prefix[1...3].elementsEqual([0x2A, 0x4D, 0x18])
    }
}
