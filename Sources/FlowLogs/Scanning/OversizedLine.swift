/// A line that was dropped because it is longer than ``LineBlocks/lineLimit``.
public struct OversizedLine: Sendable, Equatable {
    /// Where it begins in the inflated object, in bytes.
    public let offset: Int
    /// Its length in bytes, without the newline.
    public let length: Int
    /// Its first bytes.
    public let excerpt: [UInt8]
}
