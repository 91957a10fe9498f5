import Parquet
import Storage
import SystemPackage

/// A file on this machine as the file that a Parquet reader reads.
public final class LocalFileSource: ParquetSource {
    private let file: InputFile
    /// The size of the file in bytes when it was opened.
    public let byteCount: Int

    /// Opens a file; `nil` for a folder and for what has no size, such as a pipe.
    ///
    /// - Throws: `StorageError` naming the path.
    public init?(path: FilePath) throws(StorageError) {
        let file = try InputFile(path: path)
        guard let size = try file.size() else { return nil }
        self.file = file
        byteCount = size
    }

    /// Returns the bytes of the file in `range`.
    ///
    /// - Throws: `StorageError`.
    public func read(_ range: Range<Int>) async throws -> [UInt8] {
        try file.bytes(range)
    }
}
