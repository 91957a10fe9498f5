/// A file of a scan that cannot be read, or not as asked.
public struct LakeScanError: Error, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What is wrong: a `ParquetError`, or what the store says.
    public let underlying: any Error

    /// One line for the user.
    public var description: String { "\(path): \(underlying)" }
}
