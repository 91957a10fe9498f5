extension PatternParser {
    // MARK: Escapes

    /// What follows a backslash outside of a class.
    mutating func escape(_ start: Int) throws(GrokError) -> GrokNode {
        switch next {
        case UInt8(ascii: "b"): return assertion(.wordBoundary)
        case UInt8(ascii: "B"): return assertion(.notWordBoundary)
        case UInt8(ascii: "A"): return assertion(.start)
        case UInt8(ascii: "z"), UInt8(ascii: "Z"): return assertion(.end)
        case let byte? where byte == UInt8(ascii: "k") || (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(byte):
            throw GrokError(.unsupported, "no back-reference; write the text's pattern again", at: start)
        default:
            if let set = try escapedSet(start) { return .set(ignoresCase ? set.ignoringCase : set) }
            return .set(literal(try escapedScalar(start)))
        }
    }

    private mutating func assertion(_ kind: GrokNode.Assertion) -> GrokNode {
        position += 1
        return .assertion(kind)
    }

    /// `\d` and its like, or `nil` where the escape stands for one scalar.
    private mutating func escapedSet(_ start: Int) throws(GrokError) -> ScalarSet? {
        let set: ScalarSet
        switch next {
        case UInt8(ascii: "d"): set = .digits
        case UInt8(ascii: "D"): set = .digits.inverted
        case UInt8(ascii: "w"): set = .wordCharacters
        case UInt8(ascii: "W"): set = .wordCharacters.inverted
        case UInt8(ascii: "s"): set = .whitespace
        case UInt8(ascii: "S"): set = .whitespace.inverted
        case UInt8(ascii: "h"): set = ScalarSet(0x09...0x09, 0x20...0x20, 0xA0...0xA0)
        case UInt8(ascii: "p"), UInt8(ascii: "P"): return try property(start)
        default: return nil
        }
        position += 1
        return set
    }

    /// `\p{Name}`, for the classes that Java defines over ASCII.
    private mutating func property(_ start: Int) throws(GrokError) -> ScalarSet {
        let isInverted = next == UInt8(ascii: "P")
        position += 1
        guard take("{"), let end = bytes[position...].firstIndex(of: UInt8(ascii: "}")) else {
            throw GrokError(.syntax, "a class in braces such as \\p{Alpha}", at: start)
        }
        let set: ScalarSet
        switch String(decoding: bytes[position..<end], as: UTF8.self) {
        case "Alpha": set = ScalarSet(0x41...0x5A, 0x61...0x7A)
        case "Digit": set = .digits
        case "Alnum": set = ScalarSet(0x30...0x39, 0x41...0x5A, 0x61...0x7A)
        case "Upper": set = ScalarSet(0x41...0x5A)
        case "Lower": set = ScalarSet(0x61...0x7A)
        case "XDigit": set = ScalarSet(0x30...0x39, 0x41...0x46, 0x61...0x66)
        case "Space": set = .whitespace
        case "Blank": set = ScalarSet(0x09...0x09, 0x20...0x20)
        case "Punct": set = ScalarSet(0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E)
        case "Graph": set = ScalarSet(0x21...0x7E)
        case "Print": set = ScalarSet(0x20...0x7E)
        case "Cntrl": set = ScalarSet(0...0x1F, 0x7F...0x7F)
        case "ASCII": set = ScalarSet(0...0x7F)
        default:
            throw GrokError(.unsupported, "a class of ASCII such as \\p{Alpha}, \\p{Alnum} or \\p{Punct}", at: start)
        }
        position = end + 1
        return isInverted ? set.inverted : set
    }

    /// The one scalar that an escape stands for.
    private mutating func escapedScalar(_ start: Int) throws(GrokError) -> UInt32 {
        guard let byte = next else { throw GrokError(.syntax, "a character behind the backslash", at: start) }
        switch byte {
        case UInt8(ascii: "t"): return control(0x09)
        case UInt8(ascii: "n"): return control(0x0A)
        case UInt8(ascii: "r"): return control(0x0D)
        case UInt8(ascii: "f"): return control(0x0C)
        case UInt8(ascii: "a"): return control(0x07)
        case UInt8(ascii: "e"): return control(0x1B)
        case UInt8(ascii: "x"): return try hexadecimal(2, start)
        case UInt8(ascii: "u"): return try hexadecimal(4, start)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            throw GrokError(
                .unsupported,
                "an escape such as \\d, \\w, \\s, \\b, \\t, \\x41, or one of a punctuation mark",
                at: start
            )
        default: return scalar()
        }
    }

    private mutating func control(_ scalar: UInt32) -> UInt32 {
        position += 1
        return scalar
    }

    private mutating func hexadecimal(_ digits: Int, _ start: Int) throws(GrokError) -> UInt32 {
        position += 1
        guard position + digits <= bytes.count,
            let value = UInt32(String(decoding: bytes[position..<(position + digits)], as: UTF8.self), radix: 16),
            bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-")
        else { throw GrokError(.syntax, "\(digits) hexadecimal digits", at: start) }
        position += digits
        return value
    }

    // MARK: Classes

    /// What follows an opening bracket.
    mutating func characterClass(_ start: Int) throws(GrokError) -> ScalarSet {
        let isInverted = take("^")
        var set = ScalarSet()
        var isFirst = true
        while let byte = next {
            if byte == UInt8(ascii: "]"), !isFirst {
                position += 1
                if ignoresCase { set = set.ignoringCase }
                return isInverted ? set.inverted : set
            }
            isFirst = false
            if byte == UInt8(ascii: "[") {
                throw GrokError(.unsupported, "no class within a class; write \\[ for the bracket itself", at: position)
            }
            if take("&&") {
                throw GrokError(
                    .unsupported,
                    "no intersection of classes; write \\&\\& for the signs",
                    at: position - 2
                )
            }
            let itemStart = position
            if byte == UInt8(ascii: "\\") {
                position += 1
                if let escaped = try escapedSet(itemStart) {
                    set.formUnion(escaped)
                    continue
                }
            }
            let first = byte == UInt8(ascii: "\\") ? try escapedScalar(itemStart) : scalar()
            set.insert(first...(try rangeEnd(first, itemStart)))
        }
        throw GrokError(.syntax, "a closing bracket for the one that opens here", at: start)
    }

    /// The last scalar of a range that begins with `first`; `first` itself where there is no range.
    private mutating func rangeEnd(_ first: UInt32, _ start: Int) throws(GrokError) -> UInt32 {
        guard next == UInt8(ascii: "-"), position + 1 < bytes.count, bytes[position + 1] != UInt8(ascii: "]") else {
            return first
        }
        let hyphen = position
        position += 1
        let end = position
        if take("\\") {
            if try escapedSet(end) != nil {
                // `[a-\d]`: the hyphen stands for itself, and both are read again.
                position = hyphen
                return first
            }
            return try ordered(first, try escapedScalar(end), start)
        }
        return try ordered(first, scalar(), start)
    }

    private func ordered(_ first: UInt32, _ last: UInt32, _ start: Int) throws(GrokError) -> UInt32 {
        guard first <= last else { throw GrokError(.syntax, "a range that begins with its lower end", at: start) }
        return last
    }
}
