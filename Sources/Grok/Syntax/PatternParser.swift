/// Parses a grok pattern: Java's regular expressions, and references to patterns.
///
///     alternation  = sequence *( "|" sequence )
///     sequence     = *( atom [ quantifier [ "?" / "+" ] ] )
///     quantifier   = "*" / "+" / "?" / "{" n [ "," [ m ] ] "}"
///     atom         = scalar / "." / "\" escape / "[" class "]" / "^" / "$" / group / reference
///     group        = "(" [ "?:" / "?>" / "?=" / "?!" / "?<=" / "?<!" / "?<" name ">" / "?" flags ":" ] alternation ")"
///     flags        = "(?" [ "-" ] ("i" / "s") ")", up to the end of the group around it
///     reference    = "%{" name [ ":" field [ (":" / ";") type ] ] [ "=" alternation ] "}"
///
/// Left out, with an error that says so: back-references, flags other than `i` and `s`, intersections of classes, and
/// Unicode properties.
struct PatternParser {
    /// Groups within groups.
    private static let nestingLimit = 200
    /// The most that a quantifier may ask for.
    private static let countLimit = 65_535

    let bytes: [UInt8]
    var position = 0
    var ignoresCase = false
    private var dotMatchesAll = false
    private var depth = 0

    init(_ pattern: String) {
        bytes = Array(pattern.utf8)
    }

    /// The tree of the whole pattern.
    static func parse(_ pattern: String) throws(GrokError) -> GrokNode {
        var parser = PatternParser(pattern)
        let node = try parser.alternation()
        guard parser.position == parser.bytes.count else {
            throw GrokError(.syntax, "an opening parenthesis before this closing one", at: parser.position)
        }
        return node
    }

    // MARK: Reading

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take(_ text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
        let matches = text.withUTF8Buffer { $0.elementsEqual(bytes[position..<(position + $0.count)]) }
        if matches { position += text.utf8CodeUnitCount }
        return matches
    }

    /// The scalar at the position; bytes that are no UTF-8 cannot be in a `String`.
    mutating func scalar() -> UInt32 {
        let (scalar, length) = UTF8Scalar.decode(bytes.span, position, bytes.count)
        position += length
        return scalar
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    // MARK: Grammar

    /// Up to a closing parenthesis, to the closing brace of a reference that brings its pattern along, or to the end.
    mutating func alternation(stopsAtBrace: Bool = false) throws(GrokError) -> GrokNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.nestingLimit else {
            throw GrokError(.tooLarge, "at most \(Self.nestingLimit) groups within each other", at: position)
        }
        // A flag holds up to the end of the group it stands in.
        let flags = (ignoresCase, dotMatchesAll)
        defer { (ignoresCase, dotMatchesAll) = flags }
        var branches: [GrokNode] = []
        repeat { branches.append(try sequence(stopsAtBrace)) } while take("|")
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func sequence(_ stopsAtBrace: Bool) throws(GrokError) -> GrokNode {
        var items: [GrokNode] = []
        while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            if stopsAtBrace, byte == UInt8(ascii: "}") { break }
            let start = position
            guard let item = try atom() else { continue }
            let end = position
            let node = try quantified(item)
            switch item {
            case .set where position == end && end - start <= 4, .reference where position == end: items.append(node)
            default: items.append(.source(text(start..<position), node))
            }
        }
        return items.count == 1 ? items[0] : .sequence(items)
    }

    private mutating func atom() throws(GrokError) -> GrokNode? {
        let start = position
        guard let byte = next else { return nil }
        switch byte {
        case UInt8(ascii: "("):
            position += 1
            return try group(start)
        case UInt8(ascii: "["):
            position += 1
            return .set(try characterClass(start))
        case UInt8(ascii: "."):
            position += 1
            return .set(dotMatchesAll ? .all : .anyButLineEnds)
        case UInt8(ascii: "^"):
            position += 1
            return .assertion(.start)
        case UInt8(ascii: "$"):
            position += 1
            return .assertion(.end)
        case UInt8(ascii: "\\"):
            position += 1
            return try escape(start)
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
            throw GrokError(.syntax, "something to repeat before this quantifier", at: start)
        case UInt8(ascii: "%"):
            if take("%{") { return .reference(try reference(start)) }
        default: break
        }
        return .set(literal(scalar()))
    }

    func literal(_ scalar: UInt32) -> ScalarSet {
        let set = ScalarSet(scalar...scalar)
        return ignoresCase ? set.ignoringCase : set
    }

    private mutating func quantified(_ item: GrokNode) throws(GrokError) -> GrokNode {
        var item = item
        while let (minimum, maximum) = try quantifier() {
            let greed: GrokNode.Greed = take("?") ? .lazy : take("+") ? .possessive : .greedy
            item = .repetition(item, minimum: minimum, maximum: maximum, greed)
        }
        return item
    }

    private mutating func quantifier() throws(GrokError) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = position
        guard take("{") else { return nil }
        guard let minimum = count() else {
            // As other engines have it: a brace that is no quantifier stands for itself.
            position = start
            return nil
        }
        var maximum: Int? = minimum
        if take(",") { maximum = count() }
        guard take("}") else { throw GrokError(.syntax, "a closing brace of the quantifier", at: position) }
        guard minimum <= Self.countLimit, (maximum ?? 0) <= Self.countLimit else {
            throw GrokError(.tooLarge, "at most \(Self.countLimit) repetitions", at: start)
        }
        guard minimum <= maximum ?? .max else {
            throw GrokError(.syntax, "a minimum that is not above the maximum", at: start)
        }
        return (minimum, maximum)
    }

    private mutating func count() -> Int? {
        var value: Int?
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            // Beyond the limit the value no longer matters.
            value = min((value ?? 0) * 10 + Int(byte - UInt8(ascii: "0")), Self.countLimit + 1)
            position += 1
        }
        return value
    }

    // MARK: Groups

    private mutating func group(_ start: Int) throws(GrokError) -> GrokNode? {
        if take("?:") { return try body(start) }
        if take("?>") { return .atomic(try body(start)) }
        if take("?=") { return .lookAhead(try body(start), isNegative: false) }
        if take("?!") { return .lookAhead(try body(start), isNegative: true) }
        if take("?<=") { return .lookBehind(try body(start), isNegative: false, offset: start) }
        if take("?<!") { return .lookBehind(try body(start), isNegative: true, offset: start) }
        if take("?<") {
            let name = fieldName()
            guard !name.isEmpty, take(">") else {
                throw GrokError(.syntax, "a name and a closing '>'", at: position)
            }
            return .named(name, try body(start), offset: start)
        }
        if take("?") { return try flags(start) }
        return try body(start)
    }

    private mutating func body(_ start: Int) throws(GrokError) -> GrokNode {
        let node = try alternation()
        guard take(")") else {
            throw GrokError(.syntax, "a closing parenthesis for the one that opens here", at: start)
        }
        return node
    }

    /// `(?i)` for the rest of the group around it, or `(?i:…)`.
    private mutating func flags(_ start: Int) throws(GrokError) -> GrokNode? {
        let before = (ignoresCase, dotMatchesAll)
        var value = true
        while let byte = next {
            let flag = position
            position += 1
            switch byte {
            case UInt8(ascii: "-"): value = false
            case UInt8(ascii: "i"): ignoresCase = value
            case UInt8(ascii: "s"): dotMatchesAll = value
            case UInt8(ascii: ")"): return nil
            case UInt8(ascii: ":"):
                let node = try body(start)
                (ignoresCase, dotMatchesAll) = before
                return node
            default:
                throw GrokError(.unsupported, "one of the flags i and s, or another kind of group", at: flag)
            }
        }
        throw GrokError(.syntax, "a closing parenthesis for the one that opens here", at: start)
    }
}
