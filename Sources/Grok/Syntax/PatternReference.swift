/// `%{NAME}`, `%{NAME:field}`, `%{NAME:field:type}`, `%{NAME:field;type}` or `%{NAME:field=definition}`.
struct PatternReference: Sendable {
    /// The pattern's name.
    let name: String
    /// The field; `nil` where nothing is captured.
    let field: String?
    /// The field's type; `nil` for text.
    let cast: GrokCast?
    /// The pattern itself, where the reference brings it along.
    let definition: GrokNode?
    /// The text of the reference.
    let text: String
    /// Where it begins, in bytes.
    let offset: Int

    /// The name that Glue's built-in patterns give to what nobody wants as a field.
    static let unwanted = "UNWANTED"
}
