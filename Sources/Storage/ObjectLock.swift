/// A lock that ``ObjectStore/acquire(_:contents:)`` has given out.
///
/// It is released when the value goes out of use, too.
public protocol ObjectLock: AnyObject, Sendable {
    /// Lets others have the lock.
    func release() async
}
