/// Where a line that was taken out of an envelope stands in the object.
public struct LineOrigin: Sendable, Equatable {
    /// Where the line begins in the text that was taken out of the envelopes, in bytes.
    public let textOffset: Int
    /// Where its event begins in the inflated object, in bytes.
    public let offset: Int
    /// The line of the inflated object that its event begins in, from 1.
    public let line: Int
}
