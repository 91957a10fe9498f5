/// The lines of a category and how many of them match.
public struct CategoryCount: Sendable {
    /// The category.
    public let category: LineCategory
    /// Lines.
    public internal(set) var lines = 0
    /// Those that match.
    public internal(set) var matched = 0
    /// The first that does not: its number, where it ceases to match, and what was expected and found there.
    public internal(set) var firstMiss: String?
}
