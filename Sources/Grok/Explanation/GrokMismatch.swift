/// Where a line ceases to match.
public struct GrokMismatch: Sendable, Equatable {
    /// The number of the first element that does not match; the number of elements where the line goes on behind all of them.
    public let element: Int
    /// The byte of the line that it was tried at.
    public let offset: Int
    /// What was expected there.
    public let expected: String
}
