/// The kinds of lines that patterns for flow logs are known to stumble over.
public enum FlowLogLineKind: String, Sendable, CaseIterable {
    /// A record of traffic, or any other line.
    case record
    /// A line that names the fields.
    case header
    /// A record of an interval without traffic: `-` where values would be.
    case noData = "NODATA"
    /// A record of an interval that was skipped.
    case skipData = "SKIPDATA"
    /// A record whose account is `unknown`.
    case unknownAccount = "unknown account"

    /// The kind of a line without its line end.
    public init(_ line: [UInt8]) {
        self = line.withUnsafeBufferPointer { bytes in
            let tokens = Tokenizer.tokens(bytes)
            func has(_ word: StaticString) -> Bool {
                word.withUTF8Buffer { letters in tokens.contains { $0.elementsEqual(letters) } }
            }
            if HeaderLine.fieldNames(tokens, midStream: true) != nil { return .header }
            if has("NODATA") { return .noData }
            if has("SKIPDATA") { return .skipData }
            return has("unknown") ? .unknownAccount : .record
        }
    }

    /// Whether a line begins with the timestamp that a CloudWatch Logs export puts there.
    public static func isExported(_ line: [UInt8]) -> Bool {
        line.withUnsafeBufferPointer { bytes in
            Tokenizer.tokens(bytes).first.flatMap { TimestampKernel.parse($0) } != nil
        }
    }
}
