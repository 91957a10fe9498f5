/// One `'key' = 'value'` of a table's properties; Glue calls them parameters.
public struct TableProperty: Sendable, Hashable {
    /// The key, such as `projection.enabled`.
    public let key: String
    /// The value, not escaped.
    public let value: String

    /// Creates a property.
    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}
