/// One field of a pattern that is nothing but fields with a space between them.
///
/// A line of as many tokens as there are fields, each set apart by one space, matches such a pattern if and only if every
/// token matches its field: the spaces of the pattern use up those of the line. So tokens can be checked column by column.
public struct TokenPattern: Sendable {
    /// Whether every token of digits alone matches, so that only what is no such number need be checked.
    public let acceptsDigits: Bool
    /// Whether that holds for numbers behind a minus sign too.
    public let acceptsNegativeDigits: Bool
    /// Whether every address of four decimal numbers from 0 to 255, without leading zeros, matches.
    public let acceptsIPv4: Bool
    /// Whether every token of ASCII letters, digits, punctuation and symbols matches.
    public let acceptsVisibleASCII: Bool

    let program: Program

    /// The tokens of a pattern, or `nil` where it is not of that shape.
    static func tokens(
        of root: ResolvedNode,
        fields: [GrokField],
        library: PatternLibrary
    ) throws(GrokError) -> [TokenPattern]? {
        let items: [ResolvedNode]
        if case .sequence(let several) = root { items = several } else { items = [root] }
        guard items.count % 2 == 1 else { return nil }
        var tokens: [TokenPattern] = []
        for (place, item) in items.enumerated() {
            if place % 2 == 1 {
                guard case .set(let set) = item, set.onlyASCII == UInt8(ascii: " ") else { return nil }
                continue
            }
            // In the fields' order, and each once.
            guard case .capture(tokens.count, let body) = item, !body.capturesFields, body.looksNearOnly else {
                return nil
            }
            let name = library.replacesBuiltIn ? nil : fields[tokens.count].pattern
            tokens.append(
                TokenPattern(
                    acceptsDigits: name.map(Self.digitPatterns.contains) ?? false,
                    acceptsNegativeDigits: name.map(Self.signedPatterns.contains) ?? false,
                    acceptsIPv4: name.map(Self.addressPatterns.contains) ?? false,
                    acceptsVisibleASCII: name.map(Self.anyPatterns.contains) ?? false,
                    program: try ProgramBuilder.program(of: [body], fieldCount: 0)
                )
            )
        }
        return tokens.count == fields.count ? tokens : nil
    }

    private static let anyPatterns: Set<String> = ["NOTSPACE", "DATA", "GREEDYDATA"]
    private static let addressPatterns = anyPatterns.union(["IP", "IPV4", "IPORHOST", "HOSTNAME", "HOST"])
    private static let signedPatterns = anyPatterns.union(["INT", "NUMBER", "BASE10NUM", "USERNAME", "USER"])
    private static let digitPatterns = signedPatterns.union(["NONNEGINT", "WORD"])
}
