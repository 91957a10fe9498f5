/// Whose turn it is to keep cores busy: so many units at a time, in the order in which they asked.
///
/// A unit that has encoded its rows ends its turn, and waits for the disk beside the next one's.
actor UnitTurns {
    private let width: Int
    private var holders: Set<Int> = []
    private var waiting: [(unit: Int, turn: CheckedContinuation<Void, Never>)] = []
    /// Units that have not had their turn.
    private var left: Int

    /// Turns for `units` units, `width` at a time.
    init(width: Int, units: Int) {
        self.width = width
        left = units
    }

    /// Waits for a unit's turn; returns how many units have not had theirs.
    func begin(_ unit: Int) async -> Int {
        if holders.count < width {
            holders.insert(unit)
        } else {
            await withCheckedContinuation { waiting.append((unit, $0)) }
        }
        left = max(left - 1, 0)
        return left
    }

    /// Ends a unit's turn, if it has not ended before.
    func end(_ unit: Int) {
        guard holders.remove(unit) != nil, !waiting.isEmpty else { return }
        let next = waiting.removeFirst()
        holders.insert(next.unit)
        next.turn.resume()
    }
}
