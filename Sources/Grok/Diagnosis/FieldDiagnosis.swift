/// What the lines that match say about a field.
public struct FieldDiagnosis: Sendable {
    /// Values of the field's type.
    public internal(set) var values = 0
    /// Lines in which the field took no part, is empty, or is `-`.
    public internal(set) var nulls = 0
    /// Numbers that the type has no room for.
    public internal(set) var overflows = 0
    /// Texts that are nothing of the type.
    public internal(set) var notOfType = 0
    /// The first text that became no value, and the number of its line.
    public internal(set) var firstFailure: (line: Int, text: [UInt8])?
}
