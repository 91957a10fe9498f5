/// Text that is not JSON.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where, in bytes from the beginning.
    public let offset: Int
    /// What should have been there.
    public let expected: String

    /// Describes a failure.
    public init(offset: Int, expected: String) {
        self.offset = offset
        self.expected = expected
    }

    /// One line for the user.
    public var description: String { "offset \(offset): \(expected) was expected" }
}
