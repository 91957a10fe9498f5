/// The patterns that `%{NAME}` refers to: Glue's built-in ones, and custom ones that come before them.
public struct PatternLibrary: Sendable {
    /// Glue's built-in patterns alone.
    public static let builtIn = PatternLibrary()

    private var custom: [String: String] = [:]

    private init() {}

    /// Glue's built-in patterns and custom ones, one a line: a name, a space, a regular expression.
    ///
    /// Blank lines and lines that begin with `#` are passed over. A custom pattern may have the name of a built-in one and
    /// replaces it then.
    ///
    /// - Throws: ``GrokError`` where a line is no definition or a name comes twice. Whether a definition is well formed
    ///   shows when a pattern that uses it is compiled.
    public init(customPatterns text: String) throws(GrokError) {
        var offset = 0
        // Of bytes: as a character, a newline behind a carriage return is not the same.
        for line in Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            defer { offset += line.count + 1 }
            let bytes = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard let first = bytes.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "\r") else { continue }
            let name = bytes.prefix(while: Self.isNameByte)
            let rest = bytes[name.endIndex...]
            let definition = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard !name.isEmpty, rest.startIndex < definition.startIndex, !definition.isEmpty else {
                throw GrokError(.customPattern, "a name, a space and a regular expression", at: offset)
            }
            let key = String(decoding: name, as: UTF8.self)
            let value = definition.last == UInt8(ascii: "\r") ? definition.dropLast() : definition
            guard custom.updateValue(String(decoding: value, as: UTF8.self), forKey: key) == nil else {
                throw GrokError(.customPattern, "each name once, and \(key) comes twice", at: offset)
            }
        }
    }

    /// The regular expression of that name, or `nil`.
    public func definition(of name: String) -> String? { custom[name] ?? Self.builtInDefinitions[name] }

    /// The names of Glue's built-in patterns, in order.
    public static let builtInNames = builtInTable.map(\.name).sorted()

    /// Whether a built-in pattern was replaced, so that names say nothing about what matches.
    var replacesBuiltIn: Bool { custom.keys.contains { Self.builtInDefinitions[$0] != nil } }

    /// The name that is most like `name`, to be proposed; `nil` where none is near.
    func nearestName(to name: String) -> String? {
        let wanted = Array(name.uppercased().utf8)
        let candidates = (Array(custom.keys) + Self.builtInNames).sorted()
        let ranked = candidates.map { (name: $0, distance: EditDistance.between(wanted, Array($0.uppercased().utf8))) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= 2 else { return nil }
        return best.name
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static let builtInDefinitions = Dictionary(
        uniqueKeysWithValues: builtInTable.map { ($0.name, $0.definition) }
    )
}
