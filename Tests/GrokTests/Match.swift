import Grok

/// The fields of a line that matches, by name; `nil` where it does not.
func fields(_ pattern: String, _ line: String, custom: String = "") throws -> [String: String]? {
    let library = custom.isEmpty ? PatternLibrary.builtIn : try PatternLibrary(customPatterns: custom)
    var matcher = GrokMatcher(try GrokPattern(pattern, library: library))
    let bytes = Array(line.utf8)
    guard matcher.match(bytes.span) == .matched else { return nil }
    var fields: [String: String] = [:]
    for (number, field) in matcher.pattern.fields.enumerated() {
        guard let range = matcher.range(of: number) else { continue }
        fields[field.name] = String(decoding: bytes[range], as: UTF8.self)
    }
    return fields
}

/// Whether the whole line matches.
func matches(_ pattern: String, _ line: [UInt8]) throws -> Bool {
    var matcher = GrokMatcher(try GrokPattern(pattern))
    return matcher.match(line.span) == .matched
}

/// Where a line ceases to match; `nil` where it matches.
func mismatch(_ pattern: String, _ line: String) throws -> GrokMismatch? {
    var matcher = GrokMatcher(try GrokPattern(pattern))
    guard case .unmatched(let mismatch) = matcher.match(Array(line.utf8).span) else { return nil }
    return mismatch
}
