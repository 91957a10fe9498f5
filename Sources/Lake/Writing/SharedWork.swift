import Synchronization

/// Work on numbered pieces that several tasks share: each takes the next one when it is done with one.
enum SharedWork {
    /// What `body` makes of the pieces from 0 to `count`, in their order.
    ///
    /// - Parameters:
    ///   - width: How many tasks there are; with one, pieces are worked on where the caller is.
    ///   - body: Is given the number of its task and that of the piece. Which task has which piece depends on timing.
    static func map<Result: Sendable>(
        _ count: Int,
        width: Int,
        _ body: @escaping @Sendable (_ worker: Int, _ piece: Int) throws -> Result
    ) async throws -> [Result] {
        guard width > 1, count > 1 else { return try (0..<count).map { try body(0, $0) } }
        let next = NextPiece()
        return try await withThrowingTaskGroup(of: [(piece: Int, result: Result)].self) { group in
            for worker in 0..<min(width, count) {
                group.addTask {
                    var done: [(piece: Int, result: Result)] = []
                    while let piece = next.take(below: count) { done.append((piece, try body(worker, piece))) }
                    return done
                }
            }
            let results = try await group.reduce(into: []) { $0 += $1 }
            return results.sorted { $0.piece < $1.piece }.map(\.result)
        }
    }

    /// Hands out numbers, each once.
    private final class NextPiece: Sendable {
        private let next = Atomic<Int>(0)

        func take(below limit: Int) -> Int? {
            let piece = next.add(1, ordering: .relaxed).oldValue
            return piece < limit ? piece : nil
        }
    }
}
