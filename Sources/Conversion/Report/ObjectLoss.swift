/// What is missing of an object that was salvaged.
public struct ObjectLoss: Sendable, Hashable {
    /// The object's name.
    public let name: String
    /// Why the rest is missing, with the offsets.
    public let reason: String
    /// Where the text of the object stops, in inflated bytes.
    public let inflatedOffset: Int
    /// How many bytes before that were dropped, since they are the beginning of a line or event.
    public let unfinishedBytes: Int
}
