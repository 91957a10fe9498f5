/// Tells header lines from records.
///
/// A header line is a list of field names: every token has the shape of one, and at least half of them are documented. In
/// mid-stream the first token must be documented too and none may come twice, since a record may hold any text.
enum HeaderLine {
    /// The field names of a header line, or `nil` where the tokens are a record.
    static func fieldNames(_ tokens: [UnsafeBufferPointer<UInt8>], midStream: Bool) -> [String]? {
        guard !tokens.isEmpty, tokens.allSatisfy(isFieldName) else { return nil }
        let names = tokens.map { String(decoding: $0, as: UTF8.self) }
        let known = names.count { FlowField.named($0) != nil }
        guard known > 0, known * 2 >= names.count else { return nil }
        if midStream, FlowField.named(names[0]) == nil || Set(names).count < names.count { return nil }
        return names
    }

    /// Whether the bytes could name a field: a letter, then letters, digits, hyphens and underscores.
    static func isFieldName(_ bytes: some Sequence<UInt8>) -> Bool {
        var isFirst = true
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                if isFirst { return false }
            default: return false
            }
            isFirst = false
        }
        return !isFirst
    }

    /// A bitmap over hashes of the first four bytes of every documented name: a line is looked at closely only where its
    /// bit is set.
    private static let prefixBits: [UInt64] = {
        var bits = [UInt64](repeating: 0, count: 64)
        for field in FlowField.all {
            // A name of three letters is followed by a space or by the end of its line.
            for terminator in [" ", "\r", "\n"] {
                let prefix = Array((field.name + terminator).utf8.prefix(4))
                let place = hash(prefix.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
                bits[place >> 6] |= 1 << UInt64(place & 63)
            }
        }
        return bits
    }()

    private static func hash(_ prefix: UInt32) -> Int { Int((prefix &* 0x9E37_79B1) >> 20) }

    /// Whether a line that begins with these four bytes, the first in the lowest place, may be a header line.
    @inline(__always)
    static func mayBegin(_ prefix: UInt32) -> Bool {
        let first = UInt8(truncatingIfNeeded: prefix)
        guard first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") else { return false }
        let place = hash(prefix)
        return prefixBits[place >> 6] >> UInt64(place & 63) & 1 == 1
    }
}
