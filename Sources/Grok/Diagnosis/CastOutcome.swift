/// What the cast of a field makes of its text.
public enum CastOutcome: Sendable, Equatable {
    /// A value of the type.
    case value
    /// The field took no part, is empty, or is `-`.
    case null
    /// The text is a number that the type has no room for.
    case overflow
    /// The text is nothing of the type.
    case notOfType

    /// The outcome for a text.
    public init(_ text: borrowing Span<UInt8>, cast: GrokCast?) {
        guard text.count > 0, !(text.count == 1 && text[0] == UInt8(ascii: "-")) else {
            self = .null
            return
        }
        switch cast {
        case nil: self = .value
        case .boolean: self = Self.isWord(text, "true") || Self.isWord(text, "false") ? .value : .notOfType
        case .double, .float: self = Self.isDecimal(text) ? .value : .notOfType
        case .byte, .short, .int, .long: self = Self.integer(text, bits: cast?.integerBits ?? 64)
        }
    }

    private static func isWord(_ text: borrowing Span<UInt8>, _ word: StaticString) -> Bool {
        guard text.count == word.utf8CodeUnitCount else { return false }
        var place = 0
        return word.withUTF8Buffer { letters in
            while place < letters.count, text[place] | 0x20 == letters[place] { place += 1 }
            return place == letters.count
        }
    }

    private static func integer(_ text: borrowing Span<UInt8>, bits: Int) -> CastOutcome {
        guard text.count > 0 else { return .notOfType }
        let isNegative = text[0] == UInt8(ascii: "-")
        var place = isNegative || text[0] == UInt8(ascii: "+") ? 1 : 0
        guard place < text.count else { return .notOfType }
        var value: UInt64 = 0
        var overflows = false
        while place < text.count {
            let digit = text[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { return .notOfType }
            let (product, one) = value.multipliedReportingOverflow(by: 10)
            let (sum, other) = product.addingReportingOverflow(UInt64(digit))
            overflows = overflows || one || other
            value = sum
            place += 1
        }
        let limit = (UInt64(1) << UInt64(bits - 1)) - (isNegative ? 0 : 1)
        return overflows || value > limit ? .overflow : .value
    }

    /// `[+-]?` digits, perhaps with a point among or around them, perhaps an exponent.
    private static func isDecimal(_ text: borrowing Span<UInt8>) -> Bool {
        var digits = 0
        var points = 0
        var place = 0
        while place < text.count {
            switch text[place] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "."): points += 1
            case UInt8(ascii: "+"), UInt8(ascii: "-"): if place > 0 { return false }
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard digits > 0, points <= 1 else { return false }
                return integer(text.extracting((place + 1)...), bits: 64) == .value
            default: return false
            }
            place += 1
        }
        return digits > 0 && points <= 1
    }
}
