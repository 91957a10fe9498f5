/// A field that a pattern captures: `%{PATTERN:name:type}`.
public struct GrokField: Sendable, Hashable {
    /// The name as the pattern spells it.
    public let name: String
    /// The type it is cast to; text where there is none.
    public internal(set) var cast: GrokCast?
    /// The named pattern that its text matches; `nil` for a group `(?<name>…)`.
    public let pattern: String?
}
