/// A place that keeps whole objects under keys: a folder, or a bucket and a prefix.
///
/// Objects appear whole or not at all, and writing to a key that is taken replaces the object there. Calls may come from
/// any task. A local store blocks the calling thread during a call, so callers move data in large pieces.
public protocol ObjectStore: Sendable {
    /// Starts an upload whose bytes stay invisible until it is published.
    ///
    /// - Throws: ``StorageError`` when the store cannot take it.
    func beginUpload(_ key: ObjectKey) async throws(StorageError) -> any ObjectUpload

    /// Publishes an upload that was sealed, possibly by a process that is no more.
    ///
    /// It can be repeated: when the upload was published already, nothing happens.
    ///
    /// - Throws: ``StorageError``; for a ticket of which neither the upload nor the object exists, too.
    func publish(_ ticket: UploadTicket) async throws(StorageError)

    /// Writes a small object at once; it is durable when this returns.
    ///
    /// - Throws: ``StorageError``; the key then holds what it held before.
    func put(_ key: ObjectKey, bytes: [UInt8]) async throws(StorageError)

    /// Returns a whole object.
    ///
    /// - Throws: ``StorageError``, also when there is none.
    func get(_ key: ObjectKey) async throws(StorageError) -> [UInt8]

    /// Returns the bytes of an object that `range` names, all of them.
    ///
    /// - Throws: ``StorageError``, also when there is no object or it ends before the range does.
    func read(_ key: ObjectKey, range: Range<Int>) async throws(StorageError) -> [UInt8]

    /// Returns the size of an object in bytes, or nil when there is none.
    ///
    /// - Throws: ``StorageError`` when that cannot be found out.
    func size(of key: ObjectKey) async throws(StorageError) -> Int?

    /// Lists the objects below `folder`, or all of them, ordered by key; unpublished uploads are not among them.
    ///
    /// A folder that does not exist has no objects.
    ///
    /// - Throws: ``StorageError`` when a part of the store cannot be listed.
    func list(_ folder: ObjectKey?) async throws(StorageError) -> [ObjectInfo]

    /// Removes an object; that there is none is no error.
    ///
    /// - Throws: ``StorageError`` when it is still there.
    func delete(_ key: ObjectKey) async throws(StorageError)

    /// Takes a lock that one holder has at a time, in whatever process; `nil` where another living one has it.
    ///
    /// It does not wait. A holder that dies loses the lock; how soon depends on the store: at once in a folder, and in a
    /// ``ConditionalStore`` when its lease has expired.
    ///
    /// - Parameters:
    ///   - key: The lock's name; an object that begins with the contents is there as long as somebody holds it, and after
    ///     a holder has died.
    ///   - contents: Whole lines that others may read under the key.
    /// - Throws: ``StorageError`` when the store cannot keep locks.
    func acquire(_ key: ObjectKey, contents: [UInt8]) async throws(StorageError) -> (any ObjectLock)?

    /// Whether there are uploads that are not published, or places for them, of living processes or of dead ones.
    ///
    /// - Throws: ``StorageError`` when that cannot be found out.
    func hasUploads() async throws(StorageError) -> Bool

    /// Removes the uploads of dead processes, but for those of the tickets in `kept`, and returns how many places of
    /// them there were.
    ///
    /// - Throws: ``StorageError`` when they cannot be listed.
    @discardableResult
    func removeStaleUploads(keeping kept: [UploadTicket]) async throws(StorageError) -> Int
}
