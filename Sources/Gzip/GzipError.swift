/// Why gzip data could not be inflated, and where.
public struct GzipError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of damage.
    public enum Code: Sendable, Hashable {
        /// The input ended before the end of a member, or before the first one.
        case truncated
        /// The input does not begin with a gzip member.
        case badMagic
        /// A member is compressed with something other than deflate.
        case unsupportedMethod
        /// A member's header has flags set that RFC 1952 reserves.
        case reservedFlags
        /// A member's header does not match the checksum that it carries.
        case headerChecksumMismatch
        /// The deflate data makes no sense.
        case invalidData
        /// The inflated bytes of a member do not match its CRC-32.
        case checksumMismatch
        /// The inflated length of a member does not match its ISIZE.
        case lengthMismatch
        /// Something that is neither a member nor zero padding follows a member.
        case trailingGarbage
        /// The inflating library could not get memory.
        case outOfMemory
    }

    /// What is wrong.
    public let code: Code

    /// How many compressed bytes precede the damage, counted from the start of the object.
    ///
    /// Exact for headers, trailers and garbage. For ``Code/invalidData`` it is where the inflating library stood, which
    /// may be a few bytes further on.
    public let compressedOffset: Int

    /// How many bytes had been inflated before the damage, counted over all members.
    public let inflatedOffset: Int

    /// The number of the member concerned, counted from 1; for trailing garbage, of the member before it.
    public let member: Int

    /// Whether the text before the damage can be relied on: something is missing or does not belong there, and no byte is
    /// known to be wrong.
    ///
    /// The member that a truncated object ends in has no checksum any more; all members before it were checked.
    public var leavesTrustworthyText: Bool {
        switch code {
        case .truncated, .trailingGarbage: true
        case .badMagic, .unsupportedMethod, .reservedFlags, .headerChecksumMismatch: member > 1
        case .invalidData, .checksumMismatch, .lengthMismatch, .outOfMemory: false
        }
    }

    /// One line that says what is wrong and where, such as "the gzip data ends in the middle of a member (compressed
    /// offset 1234, inflated offset 99999)".
    public var description: String {
        let place = "compressed offset \(compressedOffset), inflated offset \(inflatedOffset)"
        return "\(code.phrase) (\(place)\(member > 1 ? ", member \(member)" : ""))"
    }
}

extension GzipError.Code {
    /// What is wrong, as the beginning of a sentence.
    fileprivate var phrase: String {
        switch self {
        case .truncated: "the gzip data ends in the middle of a member"
        case .badMagic: "the data is not gzip: it does not begin with the bytes 1f 8b"
        case .unsupportedMethod: "the gzip header names a compression method other than deflate"
        case .reservedFlags: "the gzip header sets flags that are reserved"
        case .headerChecksumMismatch: "the gzip header does not match its checksum"
        case .invalidData: "the compressed data is damaged"
        case .checksumMismatch: "the inflated data does not match its CRC-32"
        case .lengthMismatch: "the inflated data does not have the length that the gzip trailer states"
        case .trailingGarbage: "something other than gzip data or zero padding follows a gzip member"
        case .outOfMemory: "there is not enough memory to inflate gzip data"
        }
    }
}
