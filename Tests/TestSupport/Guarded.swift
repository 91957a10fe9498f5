import Foundation

/// A value behind a lock that ThreadSanitizer knows: of `Mutex`, which waits in the kernel, it sees no order between one
/// holder and the next and reports races that are none.
package final class Guarded<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    package init(_ value: Value) { self.value = value }

    /// Lets one caller at a time at the value.
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
