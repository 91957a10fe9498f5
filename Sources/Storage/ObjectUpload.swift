/// An object in the making, invisible until it is published.
///
/// `append` any number of times, then `seal`, then `publish`; or `abort` at any point before the last. An upload that is
/// dropped unsealed leaves nothing; one that is dropped sealed stays for ``ObjectStore/publish(_:)``.
public protocol ObjectUpload: AnyObject, Sendable {
    /// The key under which the object will appear.
    var key: ObjectKey { get }

    /// Adds bytes at the end.
    ///
    /// - Throws: ``StorageError``, also when the upload was sealed, published or aborted. After a failure only `abort`
    ///   makes sense.
    func append(_ bytes: [UInt8]) async throws(StorageError)

    /// Makes everything durable, still invisible; there is nothing to append after it.
    ///
    /// - Returns: What it takes to publish the upload from another process, to be kept in an intent record.
    /// - Throws: ``StorageError``.
    @discardableResult
    func seal() async throws(StorageError) -> UploadTicket

    /// Makes the object visible under its key, whole and at once; seals it first if need be.
    ///
    /// - Throws: ``StorageError``; the upload can then be published again or aborted.
    func publish() async throws(StorageError)

    /// Gives the upload up and leaves nothing behind; does nothing once it is published.
    func abort() async
}
