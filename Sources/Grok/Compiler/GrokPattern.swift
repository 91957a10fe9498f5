/// A compiled grok pattern.
///
/// A line matches as a whole, from its first byte to its last. AWS does not say whether Glue asks for that; a pattern
/// that matches whole lines is right either way.
public struct GrokPattern: Sendable {
    /// The most characters that Glue takes as a pattern.
    public static let glueLimit = 2048
    /// The most characters that Glue takes as custom patterns.
    public static let glueCustomPatternsLimit = 16_000

    /// The pattern as it was given.
    public let source: String
    /// The fields, in the order in which they first appear; one a name.
    public let fields: [GrokField]
    /// What a line has to match, part by part.
    public let elements: [GrokElement]
    /// The patterns of a line's tokens, where the pattern is fields with a space between them; `nil` for any other.
    public let tokens: [TokenPattern]?

    let program: Program

    /// Compiles a pattern.
    ///
    /// - Throws: ``GrokError`` with the place and what was expected there.
    public init(_ source: String, library: PatternLibrary = .builtIn) throws(GrokError) {
        var resolver = PatternResolver(library: library)
        let root = try resolver.resolve(source)
        let parts = PatternElements.elements(of: root)
        self.source = source
        fields = resolver.fields
        elements = parts.map(\.element)
        program = try ProgramBuilder.program(of: parts.map(\.node), fieldCount: fields.count)
        tokens = try TokenPattern.tokens(of: root, fields: fields, library: library)
    }
}
