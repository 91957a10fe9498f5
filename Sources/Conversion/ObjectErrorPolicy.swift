/// What becomes of a conversion when an object cannot be read or understood.
public enum ObjectErrorPolicy: String, Sendable, CaseIterable {
    /// The object's work unit is not published, and the conversion fails.
    case fail
    /// The object is left out as if it had not been named, and is listed in the report.
    case skip
}
