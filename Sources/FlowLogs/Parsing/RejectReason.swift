/// Why a line is not a row.
public enum RejectReason: Equatable, Sendable, CustomStringConvertible {
    /// The line has another number of tokens than the format has fields.
    case tokenCount(expected: Int, found: Int)
    /// The token of that column is no whole number.
    case notAnInteger(column: String)
    /// The number does not fit the column's type.
    case overflow(column: String, bits: Int)
    /// The token of that column is no `YYYY-MM-DDTHH:MM:SS.mmmZ` timestamp.
    case notATimestamp(column: String)
    /// The token of that column is no decimal number.
    case notANumber(column: String)
    /// The token of that column is neither `true` nor `false`.
    case notABoolean(column: String)
    /// The token of that column is not UTF-8.
    case notUTF8(column: String)
    /// The line does not match the grok pattern from that byte on.
    case noMatch(offset: Int, expected: String)
    /// Matching the line against the grok pattern would take too long.
    case tooComplex
    /// An event of an envelope has no message.
    case noMessage
    /// A line of an envelope cannot be read: this was expected.
    case brokenEnvelope(expected: String)
    /// The line is longer than ``LineBlocks/lineLimit``.
    case tooLong(length: Int)

    /// One phrase for the user.
    public var description: String {
        switch self {
        case .tokenCount(let expected, let found): "\(found) tokens where the format has \(expected) fields"
        case .notAnInteger(let column): "\(column) is not a whole number"
        case .overflow(let column, let bits): "\(column) does not fit a \(bits)-bit integer"
        case .notATimestamp(let column): "\(column) is not a timestamp such as 2025-05-27T05:12:33.000Z"
        case .notANumber(let column): "\(column) is not a decimal number"
        case .notABoolean(let column): "\(column) is neither true nor false"
        case .noMatch(let offset, let expected): "no match at byte \(offset) of the line: expected \(expected)"
        case .tooComplex: "the grok pattern would take too long on this line; make it less ambiguous"
        case .notUTF8(let column): "\(column) is not UTF-8"
        case .noMessage: "the event has no message"
        case .brokenEnvelope(let expected): "the JSON is broken: \(expected) was expected"
        case .tooLong(let length): "\(length) bytes long; a line may have \(LineBlocks.lineLimit)"
        }
    }
}
