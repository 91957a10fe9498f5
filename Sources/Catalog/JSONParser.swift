/// Reads JSON (RFC 8259) of moderate size.
public struct JSONParser {
    /// Why the text is no JSON, and where.
    public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// In bytes from the start.
        public let offset: Int
        /// What should have been there.
        public let expected: String

        /// One phrase for the user.
        public var description: String { "offset \(offset): this is no JSON: \(expected) was expected" }
    }

    /// How deep values may be nested.
    private static let depthLimit = 256

    private let bytes: [UInt8]
    private var place = 0

    /// The value that the bytes are.
    public static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.place == bytes.count else { throw parser.failure("the end") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func failure(_ expected: String) -> Failure { Failure(offset: place, expected: expected) }

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard byte == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        skipSpace()
        guard depth < Self.depthLimit else { throw failure("less nesting") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        default: return try literal()
        }
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONValue {
        place += 1
        var members: [JSONMember] = []
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard byte == UInt8(ascii: "\"") else { throw failure("a quoted name") }
            let key = try string()
            guard take(":") else { throw failure("a colon") }
            members.append(JSONMember(key, try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw failure("a comma or }") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(Failure) -> JSONValue {
        place += 1
        var elements: [JSONValue] = []
        if take("]") { return .array(elements) }
        repeat { elements.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw failure("a comma or ]") }
        return .array(elements)
    }

    private mutating func literal() throws(Failure) -> JSONValue {
        let start = place
        while let byte, !"{}[],:\" \t\r\n".utf8.contains(byte) { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            if let number = Int(text) { return .integer(number) }
            guard text.utf8.allSatisfy("0123456789+-.eE".utf8.contains), let number = Double(text) else {
                place = start
                throw failure("a value")
            }
            return .number(number)
        }
    }

    private mutating func string() throws(Failure) -> String {
        place += 1
        var units: [UInt8] = []
        while let byte, byte != UInt8(ascii: "\"") {
            place += 1
            guard byte == UInt8(ascii: "\\") else {
                units.append(byte)
                continue
            }
            guard let escape = self.byte else { break }
            place += 1
            switch escape {
            case UInt8(ascii: "n"): units.append(0x0A)
            case UInt8(ascii: "t"): units.append(0x09)
            case UInt8(ascii: "r"): units.append(0x0D)
            case UInt8(ascii: "b"): units.append(0x08)
            case UInt8(ascii: "f"): units.append(0x0C)
            case UInt8(ascii: "u"): units += Array(String(try scalar()).utf8)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(escape)
            default: throw failure("an escape")
            }
        }
        guard byte == UInt8(ascii: "\"") else { throw failure("a closing quote") }
        place += 1
        guard let text = String(validating: units, as: UTF8.self) else { throw failure("UTF-8") }
        return text
    }

    private mutating func scalar() throws(Failure) -> Character {
        var unit = try codeUnit()
        if unit >= 0xD800, unit < 0xDC00, place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
            bytes[place + 1] == UInt8(ascii: "u")
        {
            place += 2
            unit = 0x1_0000 + (unit - 0xD800) << 10 + (try codeUnit() &- 0xDC00)
        }
        guard let scalar = Unicode.Scalar(unit) else { throw failure("a pair of surrogates") }
        return Character(scalar)
    }

    private mutating func codeUnit() throws(Failure) -> UInt32 {
        guard place + 4 <= bytes.count,
            let unit = UInt32(String(decoding: bytes[place..<(place + 4)], as: UTF8.self), radix: 16)
        else { throw failure("four hexadecimal digits") }
        place += 4
        return unit
    }
}

extension JSONValue {
    /// The value of a member of an object, or `nil`.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}
