/// A file that is in memory.
public struct BytesSource: ParquetSource {
    private let bytes: [UInt8]

    /// The file with those bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The size of the file in bytes.
    public var byteCount: Int { bytes.count }

    /// Returns the bytes of the file in `range`.
    ///
    /// - Throws: ``ParquetError`` where the file ends before the range does.
    public func read(_ range: Range<Int>) async throws -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else {
            throw ParquetError(.invalidData, "the file ends before byte \(range.upperBound)")
        }
        return Array(bytes[range])
    }
}
