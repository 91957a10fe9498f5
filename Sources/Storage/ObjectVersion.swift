/// What tells one content of a key from every other that the key has had or will have: an entity tag, a generation.
public struct ObjectVersion: Sendable, Hashable {
    /// What the store calls the version; only the store that made it understands it.
    public let text: String

    /// A version of that name.
    public init(_ text: String) {
        self.text = text
    }
}
