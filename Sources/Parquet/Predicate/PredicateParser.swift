/// Reads a predicate from text.
///
///     predicate  := comparison (AND comparison)*
///     comparison := column operator value | column IS [NOT] NULL
///     operator   := = | == | != | <> | < | <= | > | >=
///     column     := letters, digits, _ and - | "any text"
///     value      := 'text' ('' is one quote) | number | true | false
struct PredicateParser {
    private var rest: Substring

    init(_ text: String) {
        rest = text[...]
    }

    mutating func parse() throws(ParquetError) -> [Predicate.Term] {
        var terms = [try parseTerm()]
        while true {
            skipSpaces()
            if rest.isEmpty { return terms }
            guard takeKeyword("AND") else { throw failure("AND or the end is expected") }
            terms.append(try parseTerm())
        }
    }

    private mutating func parseTerm() throws(ParquetError) -> Predicate.Term {
        skipSpaces()
        let column = try parseColumn()
        skipSpaces()
        if takeKeyword("IS") {
            let isNot = takeKeyword("NOT")
            guard takeKeyword("NULL") else { throw failure("NULL or NOT NULL is expected") }
            return Predicate.Term(column, isNot ? .isNotNull : .isNull)
        }
        guard let comparison = takeOperator() else {
            throw failure("one of =, !=, <, <=, >, >=, IS NULL and IS NOT NULL is expected")
        }
        skipSpaces()
        return Predicate.Term(column, comparison, try parseValue())
    }

    private mutating func parseColumn() throws(ParquetError) -> String {
        if rest.first == "\"" { return try parseQuoted("\"") }
        let name = takeWord()
        guard !name.isEmpty else { throw failure("the name of a column is expected") }
        return name
    }

    private mutating func takeOperator() -> Predicate.Operator? {
        let spellings: [(String, Predicate.Operator)] = [
            ("==", .equal), ("!=", .notEqual), ("<>", .notEqual), ("<=", .lessOrEqual), (">=", .greaterOrEqual),
            ("=", .equal), ("<", .less), (">", .greater),
        ]
        for (spelling, comparison) in spellings where rest.hasPrefix(spelling) {
            rest = rest.dropFirst(spelling.count)
            return comparison
        }
        return nil
    }

    private mutating func parseValue() throws(ParquetError) -> Predicate.Value {
        if rest.first == "'" { return .text(try parseQuoted("'")) }
        if takeKeyword("true") { return .boolean(true) }
        if takeKeyword("false") { return .boolean(false) }
        let before = rest
        let word = String(rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-._".contains($0)) })
        rest = rest.dropFirst(word.count)
        if let integer = Int64(word) { return .integer(integer) }
        if let number = Double(word), number.isFinite { return .number(number) }
        rest = before
        throw failure("a number, true, false or 'text in quotes' is expected")
    }

    /// Text between two quotes, in which two quotes are one.
    private mutating func parseQuoted(_ quote: Character) throws(ParquetError) -> String {
        let start = rest
        rest = rest.dropFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character != quote {
                text.append(character)
            } else if rest.first == quote {
                text.append(quote)
                rest = rest.dropFirst()
            } else {
                return text
            }
        }
        rest = start
        throw failure("the closing \(quote) is missing")
    }

    // MARK: Words

    private mutating func skipSpaces() {
        rest = rest.drop(while: \.isWhitespace)
    }

    private mutating func takeWord() -> String {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
        rest = rest.dropFirst(word.count)
        return String(word)
    }

    /// Takes a word, whatever its case, and the spaces behind it.
    private mutating func takeKeyword(_ keyword: String) -> Bool {
        let before = rest
        guard takeWord().uppercased() == keyword.uppercased() else {
            rest = before
            return false
        }
        skipSpaces()
        return true
    }

    private func failure(_ expected: String) -> ParquetError {
        let place = rest.isEmpty ? "at the end" : "before '\(rest.prefix(20))'"
        return ParquetError(
            .invalidPredicate,
            "\(expected) \(place); a condition looks like: srcaddr = '10.0.0.1' AND dstport = 443"
        )
    }
}

extension Predicate {
    /// Reads a predicate such as `srcaddr = '10.0.0.1' AND dstport >= 1024 AND end IS NOT NULL`.
    ///
    /// - Throws: ``ParquetError`` that says what was expected where.
    public init(parsing text: String) throws(ParquetError) {
        var parser = PredicateParser(text)
        self.init(try parser.parse())
    }
}
