internal import Dispatch

/// Waits for the disk on a thread beside those that tasks share, which have other work meanwhile: on one core, the next unit.
enum DiskWait {
    // Serial, since only such queues get a thread whatever the others are busy with.
    private static let queue = DispatchQueue(label: "flowconv.disk")

    /// Runs `body`, which may take as long as the disk does.
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        let result: Result<Value, StorageError> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }
}
