/// How objects are read.
public struct ReadingOptions: Sendable, Hashable {
    /// Whether the whole lines of an object that ends too early are kept.
    ///
    /// Only what is missing can be lived with. Where bytes are wrong (a checksum, a length, the compressed data itself)
    /// nobody can tell which lines are right, and the object fails all the same.
    public var salvages = false
    /// The most bytes that an object may have after inflation; `nil` for any number.
    public var maxInflatedSize: Int?

    /// The defaults: nothing is salvaged, and size is not limited, since a pipe may be of any length.
    public init() {}
}
