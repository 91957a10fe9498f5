/// Reads JSON text (RFC 8259), strictly and within bounds.
///
/// Strict: one value and nothing behind it but white space, no member twice in an object, no number that its type cannot
/// hold, valid UTF-8. Whole numbers stay whole: what has neither fraction nor exponent is a ``JSONValue/integer(_:)``.
public struct JSONParser {
    /// The deepest nesting of arrays and objects.
    public static let depthLimit = 64

    private let bytes: [UInt8]
    private var place = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads a value.
    ///
    /// - Throws: ``JSONError`` with the offset of what was not expected.
    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.place == bytes.count else { throw parser.failure("the end") }
        return value
    }

    private func failure(_ expected: String) -> JSONError { JSONError(offset: place, expected: expected) }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let word = Array("\(text)".utf8)
        guard bytes[place...].starts(with: word) else { throw failure("a value") }
        place += word.count
        return value
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= Self.depthLimit else { throw failure("at most \(Self.depthLimit) levels") }
        place += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        repeat {
            elements.append(try value(depth: depth))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw failure("a comma or the end of the array") }
        return .array(elements)
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= Self.depthLimit else { throw failure("at most \(Self.depthLimit) levels") }
        place += 1
        var members: [JSONMember] = []
        var keys: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure("a key") }
            let start = place
            let key = try string()
            guard keys.insert(key).inserted else { throw JSONError(offset: start, expected: "a key that is new") }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw failure("a colon") }
            members.append(JSONMember(key, try value(depth: depth)))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw failure("a comma or the end of the object") }
        return .object(members)
    }

    // MARK: Numbers

    private mutating func digits() throws(JSONError) {
        let start = place
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        if place == start { throw failure("a digit") }
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = place
        _ = take(UInt8(ascii: "-"))
        guard let first = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            throw failure("a value")
        }
        if !take(UInt8(ascii: "0")) { try digits() }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isWhole {
            guard let number = Int(text) else { throw JSONError(offset: start, expected: "a number of 64 bits") }
            return .integer(number)
        }
        guard let number = Double(text), number.isFinite else {
            throw JSONError(offset: start, expected: "a number of 64 bits")
        }
        return .number(number)
    }

    // MARK: Text

    private mutating func string() throws(JSONError) -> String {
        let start = place
        place += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw JSONError(offset: start, expected: "text in UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw failure("no control character in text")
            default:
                text.append(byte)
                place += 1
            }
        }
        throw failure("the end of the text")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        place += 1
        guard let byte = next else { throw failure("an escape") }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if (0xD800..<0xDC00).contains(code) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw failure("a low surrogate") }
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw failure("a low surrogate") }
                code = 0x1_0000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw failure("a character") }
            text.append(contentsOf: String(Character(scalar)).utf8)
        default:
            place -= 1
            throw failure("an escape")
        }
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
            place += 1
        }
        return code
    }
}
