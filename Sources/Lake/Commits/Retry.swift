import Storage

/// Tries again what a store could not do, since what is repeated does no harm and what is left undone waits for the next run.
enum Retry {
    /// Runs `body` up to three times.
    static func run<Value: Sendable>(
        _ body: @Sendable () async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        for attempt in 1...2 {
            do throws(StorageError) {
                return try await body()
            } catch {
                try? await Task.sleep(for: .milliseconds(20 * attempt))
            }
        }
        return try await body()
    }
}
