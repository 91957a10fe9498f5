/// A line that did not become a row, with everything needed to find and mend it.
public struct RejectedLine: Equatable, Sendable {
    /// The line's number in its object, from 1.
    public let line: Int
    /// Where it begins in the inflated object, in bytes.
    public let offset: Int
    /// Why it is not a row.
    public let reason: RejectReason
    /// Its bytes without the line end; only the first ones of a line that is too long.
    public let raw: [UInt8]
}
