extension PatternParser {
    /// What follows `%{`.
    mutating func reference(_ start: Int) throws(GrokError) -> PatternReference {
        let nameStart = position
        while let byte = next, PatternLibrary.isNameByte(byte) { position += 1 }
        guard position > nameStart else { throw GrokError(.syntax, "the name of a pattern", at: position) }
        let name = text(nameStart..<position)
        var field: String?
        var cast: GrokCast?
        if take(":") || take(";") {
            let fieldStart = position
            let fieldName = fieldName()
            guard !fieldName.isEmpty else {
                throw GrokError(.field, "the name of a field: a letter, then letters, digits and _ . -", at: fieldStart)
            }
            if fieldName != PatternReference.unwanted { field = fieldName }
            if take(":") || take(";") { cast = try castType() }
        }
        let definition = take("=") ? try alternation(stopsAtBrace: true) : nil
        guard take("}") else { throw GrokError(.syntax, "a closing brace of %{\(name)", at: position) }
        return PatternReference(
            name: name,
            field: field,
            cast: cast,
            definition: definition,
            text: text(start..<position),
            offset: start
        )
    }

    /// A letter or underscore, then letters, digits, underscores, dots and hyphens; empty where there is none.
    mutating func fieldName() -> String {
        let start = position
        while let byte = next {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"),
                UInt8(ascii: "@"):
                break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                if position == start { return "" }
            default: return text(start..<position)
            }
            position += 1
        }
        return text(start..<position)
    }

    /// A type, and what the type takes along: `date;dd/MMM/yyyy`.
    ///
    /// `string` and `date` come in Glue's own list and mean text.
    private mutating func castType() throws(GrokError) -> GrokCast? {
        let start = position
        while let byte = next, PatternLibrary.isNameByte(byte) { position += 1 }
        let name = text(start..<position)
        if name == "date" || name == "string" {
            while let byte = next, byte != UInt8(ascii: "}"), byte != UInt8(ascii: "=") { position += 1 }
            return nil
        }
        guard let cast = GrokCast(rawValue: name) else {
            throw GrokError(.unknownCast, "one of the types \(GrokCast.list), and not '\(name)'", at: start)
        }
        return cast
    }
}
