/// Where a reader gets the bytes of a file from; it does no I/O of its own.
public protocol ParquetSource: Sendable {
    /// The size of the file in bytes.
    var byteCount: Int { get }

    /// Returns the bytes of the file in `range`, all of them.
    ///
    /// - Throws: Whatever the source has to say; the reader passes it on.
    func read(_ range: Range<Int>) async throws -> [UInt8]
}
