/// An object that was left out because it could not be converted.
public struct ObjectFailure: Error, Sendable, Equatable {
    /// The object's name.
    public let name: String
    /// What was wrong with it.
    public let error: ConversionError
}
