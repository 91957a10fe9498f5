/// A store whose writes may depend on what a key holds: S3's `If-None-Match` and `If-Match`, others' generations.
///
/// That is all it takes to be a lake's store. Locks are leases (``Lease``), and what must be certain does not rest on them
/// but on the conditions of the writes. Reads and listings show what was written before they began.
public protocol ConditionalStore: ObjectStore {
    /// The leases that this process has seen and holds.
    var leases: LeaseTable { get }

    /// Returns a whole object and its version, or `nil` where there is none.
    ///
    /// - Throws: ``StorageError`` when that cannot be found out.
    func current(_ key: ObjectKey) async throws(StorageError) -> (bytes: [UInt8], version: ObjectVersion)?

    /// Writes a small object if the key holds that version, or nothing for `nil`.
    ///
    /// - Returns: The version that was written; `nil` where the key holds something else, and goes on to.
    /// - Throws: ``StorageError``; whether the object was written is then unknown.
    func put(
        _ key: ObjectKey,
        bytes: [UInt8],
        replacing version: ObjectVersion?
    ) async throws(StorageError) -> ObjectVersion?

    /// Removes an object if it has that version.
    ///
    /// - Returns: Whether it had.
    /// - Throws: ``StorageError``; whether the object was removed is then unknown.
    func delete(_ key: ObjectKey, version: ObjectVersion) async throws(StorageError) -> Bool
}

extension ConditionalStore {
    /// Takes a lease; see ``Lease``.
    ///
    /// - Throws: ``StorageError``.
    public func acquire(_ key: ObjectKey, contents: [UInt8]) async throws(StorageError) -> (any ObjectLock)? {
        try await leases.acquire(key, contents: contents, in: self)
    }

    /// Writes like ``put(_:bytes:replacing:)``, and finds out what came of an attempt that is said to have failed.
    ///
    /// - Parameter bytes: Bytes that nobody else writes to that key.
    /// - Throws: ``StorageError`` where it cannot be found out.
    public func settle(
        _ key: ObjectKey,
        bytes: [UInt8],
        replacing version: ObjectVersion?
    ) async throws(StorageError) -> ObjectVersion? {
        var failure: StorageError?
        for attempt in 0..<3 {
            do throws(StorageError) {
                if let written = try await put(key, bytes: bytes, replacing: version) { return written }
                // Refused; after a failure perhaps because that attempt was written.
                guard failure != nil else { return nil }
                guard let found = try await current(key), found.bytes == bytes else { return nil }
                return found.version
            } catch {
                failure = error
                if let found = try? await current(key), found.bytes == bytes { return found.version }
                try? await Task.sleep(for: .milliseconds(20 << attempt))
            }
        }
        throw failure ?? StorageError(.write, key.description, .endsEarly)
    }
}
