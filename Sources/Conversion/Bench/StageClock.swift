import Synchronization

/// Where the time of a conversion goes: one stage is under way at a time, and the time that passes counts for it.
///
/// So the stages' times add up to the whole. Made for a run with one thread; stages are entered per block or piece, never
/// per line.
final class StageClock: Sendable {
    private struct State {
        var stage: BenchmarkStage
        var since: ContinuousClock.Instant
        var spent: [BenchmarkStage: Duration] = [:]

        /// Counts the time since for the stage that is under way.
        mutating func settle() {
            let now = ContinuousClock().now
            spent[stage, default: .zero] += now - since
            since = now
        }
    }

    private let state: Mutex<State>

    /// A clock whose first stage is under way.
    init(_ stage: BenchmarkStage) {
        state = Mutex(State(stage: stage, since: ContinuousClock().now))
    }

    /// Begins a stage and returns the one that it ends.
    @discardableResult
    func enter(_ stage: BenchmarkStage) -> BenchmarkStage {
        state.withLock { state in
            state.settle()
            let ended = state.stage
            state.stage = stage
            return ended
        }
    }

    /// The time spent in each stage up to now, in seconds.
    func seconds() -> [BenchmarkStage: Double] {
        state.withLock { state in
            state.settle()
            return state.spent.mapValues { $0 / .seconds(1) }
        }
    }
}
