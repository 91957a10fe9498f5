import Columnar
import Grok

/// A grok pattern and the columns that its fields become.
public struct PatternFormat: Sendable {
    /// The pattern.
    public let pattern: GrokPattern
    /// A column a field, in the pattern's order.
    public let format: RecordFormat
    /// The custom patterns that it may use, one a line.
    public let customPatterns: String

    /// The format of a pattern, with custom patterns one a line.
    ///
    /// - Throws: `GrokError` where the pattern is not well formed or names no field.
    public init(_ pattern: String, customPatterns: String = "") throws(GrokError) {
        let library = customPatterns.isEmpty ? .builtIn : try PatternLibrary(customPatterns: customPatterns)
        let pattern = try GrokPattern(pattern, library: library)
        guard !pattern.fields.isEmpty else { throw GrokError.noFields }
        self.pattern = pattern
        self.customPatterns = customPatterns
        var names: Set<String> = []
        format = RecordFormat(
            columns: pattern.fields.map { field in
                let plain = FlowField.columnName(of: field.name)
                var name = plain
                var suffix = 2
                while !names.insert(name).inserted {
                    name = "\(plain)_\(suffix)"
                    suffix += 1
                }
                return RecordColumn(name: field.name, columnName: name, type: Self.columnType(of: field.cast))
            }
        )
    }

    /// Everything that decides what the pattern matches, as text.
    public var identity: String { customPatterns.isEmpty ? pattern.source : "\(pattern.source)\n\(customPatterns)" }

    /// How the values of a cast are stored: small integers and floats in the next wider type that a lake holds.
    static func columnType(of cast: GrokCast?) -> ColumnType {
        switch cast {
        case nil: .string
        case .byte, .short, .int: .int32
        case .long: .int64
        case .float, .double: .double
        case .boolean: .boolean
        }
    }
}
