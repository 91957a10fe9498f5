import Parquet
import Storage

/// An object of a store as the file that a Parquet reader reads.
public struct ObjectSource: ParquetSource {
    private let store: any ObjectStore
    private let object: ObjectInfo

    /// The object that a listing has named.
    public init(store: any ObjectStore, object: ObjectInfo) {
        self.store = store
        self.object = object
    }

    /// The size of the object in bytes.
    public var byteCount: Int { object.size }

    /// Returns the bytes of the object in `range`.
    ///
    /// - Throws: `StorageError`.
    public func read(_ range: Range<Int>) async throws -> [UInt8] {
        try await store.read(object.key, range: range)
    }
}
