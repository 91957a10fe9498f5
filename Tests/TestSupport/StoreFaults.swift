/// What goes wrong in a ``MemoryStore``.
package struct StoreFaults: Sendable {
    /// What may happen to an operation.
    package enum Fault: CaseIterable, Sendable {
        case fails
        case isSlow
        case succeedsAndFails
    }

    private var chance: SeededGenerator
    private let rate: Int

    /// One operation in `rate` goes wrong, in one of the three ways.
    package init(rate: Int, seed: UInt64) {
        self.rate = rate
        chance = SeededGenerator(seed: seed)
    }

    /// The fate of the next operation.
    mutating func next() -> Fault? {
        Int.random(in: 0..<rate, using: &chance) == 0 ? Fault.allCases.randomElement(using: &chance) : nil
    }
}
