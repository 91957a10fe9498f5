/// One `"key": value` of a JSON object.
public struct JSONMember: Sendable, Hashable {
    /// The key, not escaped.
    public let key: String
    /// The value.
    public let value: JSONValue

    /// Creates a member.
    public init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
    }
}
