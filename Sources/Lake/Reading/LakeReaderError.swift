/// A file of a lake that cannot be read.
public struct LakeReaderError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's key.
    public let path: String
    /// What is wrong with it.
    public let reason: String

    /// One line for the user.
    public var description: String { "\(path): \(reason)" }
}
