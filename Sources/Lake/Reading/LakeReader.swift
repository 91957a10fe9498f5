import Parquet
import Storage

/// Lists the data files of a lake and reads their footers.
public struct LakeReader: Sendable {
    private let store: any ObjectStore

    /// A reader of the lake in that store.
    public init(store: any ObjectStore) {
        self.store = store
    }

    /// The keys and sizes of the data files, in order.
    ///
    /// What begins with `_` or `.` is invisible to Athena, and here too.
    public func fileKeys() async throws -> [ObjectInfo] {
        try await store.list(nil).filter { object in
            let components = object.key.description.split(separator: "/")
            return object.key.description.hasSuffix(".parquet")
                && !components.contains { $0.hasPrefix("_") || $0.hasPrefix(".") }
        }
    }

    /// The data files with their footers, in the order of their keys.
    ///
    /// - Throws: ``LakeReaderError`` naming the file that is damaged, or what the store says.
    public func files() async throws -> [LakeFile] {
        var files: [LakeFile] = []
        for object in try await fileKeys() { files.append(try await file(object)) }
        return files
    }

    private func file(_ object: ObjectInfo) async throws -> LakeFile {
        let tailStart = max(object.size - FileFooter.tailLength, 0)
        let tail = try await store.read(object.key, range: tailStart..<object.size)
        do {
            let range = try FileFooter.range(tail: tail, fileSize: object.size)
            let metaData = try FileFooter.decode(try await store.read(object.key, range: range))
            return LakeFile(
                path: object.key.description,
                bytes: object.size,
                metaData: metaData,
                columns: try FileFooter.columns(of: metaData)
            )
        } catch let error as ParquetError {
            throw LakeReaderError(path: object.key.description, reason: error.description)
        }
    }
}
