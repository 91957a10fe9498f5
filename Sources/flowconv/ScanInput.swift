import Conversion
import Lake
import Storage
import SystemPackage

/// What `cat` and `inspect` read: a file, or the files of a lake.
enum ScanInput {
    /// The files at a path.
    ///
    /// - Throws: `ConversionError` where there is no Parquet file, or what the store says.
    static func files(_ path: String) async throws -> [ScanFile] {
        if let file = try LocalFileSource(path: FilePath(path)) { return [ScanFile(path: path, source: file)] }
        let store = LocalStore(root: FilePath(path))
        let objects = try await LakeReader(store: store).fileKeys()
        guard !objects.isEmpty else {
            throw ConversionError(
                .inputUnavailable,
                "\(path): this is no Parquet file, and no folder with one; convert into it first"
            )
        }
        return objects.map { object in
            ScanFile(path: object.key.description, source: ObjectSource(store: store, object: object))
        }
    }
}
