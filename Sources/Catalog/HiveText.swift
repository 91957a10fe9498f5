/// The lexical rules of Hive DDL, which Athena's `CREATE TABLE` and `ALTER TABLE` follow.
enum HiveText {
    /// The name, in backticks when it cannot stand alone.
    static func identifier(_ name: String) -> String {
        isPlain(name) ? name : "`" + escaping(name) { $0 == "`" ? "``" : nil } + "`"
    }

    /// The text as a string literal.
    ///
    /// Hive escapes with a backslash; a doubled quote, as in Athena's queries, would end one literal and begin another.
    static func literal(_ text: String) -> String {
        let escaped = escaping(text) { scalar in
            switch scalar {
            case "'": "\\'"
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case _ where scalar.isControl: "\\u" + fourHexDigits(scalar.value)
            default: nil
            }
        }
        return "'" + escaped + "'"
    }

    /// The text as a comment line, without the newline.
    static func comment(_ text: String) -> String {
        "-- " + oneLine(text)
    }

    /// The text without control characters, so that it can neither end a comment line nor offend the catalog.
    static func oneLine(_ text: String) -> String {
        escaping(text) { $0.isControl ? " " : nil }
    }

    /// The text of a catalog comment: one line of at most 255 characters.
    static func catalogComment(_ text: String) -> String {
        let limit = 255
        // Glue counts the way Java does, in UTF-16 units.
        if text.utf16.count <= limit { return oneLine(text) }
        var kept = ""
        var count = 0
        for character in text {
            count += character.utf16.count
            if count >= limit { break }
            kept.append(character)
        }
        return oneLine(kept) + "…"
    }

    private static func fourHexDigits(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first) else { return false }
        let isWord = name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        return isWord && !ReservedWords.inAthenaDDL.contains(name)
    }

    /// Capitals are not letters here: in backticks they survive until the catalog folds them.
    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte)
    }

    private static func escaping(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let replacement = replacement(scalar) {
                result.append(contentsOf: replacement.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// Whether this is a control character or one of Unicode's two line separators.
    var isControl: Bool {
        properties.generalCategory == .control || value == 0x2028 || value == 0x2029
    }
}
