import Synchronization

/// Tells somebody who is waiting for input that no more is wanted.
final class StopRequest: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Whether it was made.
    var isMade: Bool { flag.load(ordering: .relaxed) }

    /// Makes it.
    func make() { flag.store(true, ordering: .relaxed) }
}
