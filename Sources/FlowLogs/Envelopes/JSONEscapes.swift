/// The bytes of a JSON string, with escapes resolved; or of any text as they are.
struct JSONEscapes {
    private let text: UnsafeBufferPointer<UInt8>
    private let isEscaped: Bool
    private var place = 0
    /// Bytes of a character beyond ASCII that are still to be handed out, the next one lowest.
    private var pending: UInt32 = 0

    init(_ text: UnsafeBufferPointer<UInt8>, isEscaped: Bool) {
        self.text = text
        self.isEscaped = isEscaped
    }

    /// The next byte.
    ///
    /// A lone half of a surrogate pair becomes U+FFFD; an escape that JSON lacks stands for the character behind it.
    mutating func next() -> UInt8? {
        if pending != 0 {
            defer { pending >>= 8 }
            return UInt8(truncatingIfNeeded: pending)
        }
        guard place < text.count else { return nil }
        let byte = text[place]
        place += 1
        guard isEscaped, byte == UInt8(ascii: "\\"), place < text.count else { return byte }
        let escape = text[place]
        place += 1
        switch escape {
        case UInt8(ascii: "n"): return UInt8(ascii: "\n")
        case UInt8(ascii: "r"): return UInt8(ascii: "\r")
        case UInt8(ascii: "t"): return UInt8(ascii: "\t")
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "u"): return begin(scalar())
        default: return escape
        }
    }

    /// The character of `uXXXX`, of which the `u` was read.
    private mutating func scalar() -> Unicode.Scalar {
        guard let unit = codeUnit() else { return "\u{FFFD}" }
        if unit >= 0xD800, unit < 0xDC00, place + 1 < text.count, text[place] == UInt8(ascii: "\\"),
            text[place + 1] == UInt8(ascii: "u")
        {
            let before = place
            place += 2
            if let low = codeUnit(), low >= 0xDC00, low < 0xE000 {
                return Unicode.Scalar(0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
            }
            place = before
        }
        return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }

    private mutating func codeUnit() -> UInt32? {
        guard place + 4 <= text.count else { return nil }
        var value: UInt32 = 0
        for index in place..<(place + 4) {
            let byte = text[index]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        place += 4
        return value
    }

    private mutating func begin(_ scalar: Unicode.Scalar) -> UInt8 {
        guard let bytes = UTF8.encode(scalar) else { return UInt8(ascii: "?") }
        var first: UInt8?
        var shift: UInt32 = 0
        for byte in bytes {
            if first == nil {
                first = byte
            } else {
                pending |= UInt32(byte) << shift
                shift += 8
            }
        }
        return first ?? UInt8(ascii: "?")
    }
}
