/// A compiled pattern.
final class Program: Sendable {
    /// A look-behind's reach.
    struct Reach: Sendable {
        let minimum: Int
        let maximum: Int
        let isNegative: Bool
    }

    let instructions: [Instruction]
    /// The ASCII members of every set: two words each.
    let setBits: [UInt64]
    /// The other members of every set.
    let setRanges: [[ClosedRange<UInt32>]]
    let reaches: [Reach]
    /// Slots for positions: two a field, then one for each loop whose turns may take nothing, from the outside in; such
    /// loops side by side share theirs.
    let slotCount: Int
    let fieldCount: Int
    /// As many as there are places to note, times one more than the loops around them whose turns may take nothing.
    let memoPoints: Int

    init(
        instructions: [Instruction],
        sets: [ScalarSet],
        reaches: [Reach],
        slotCount: Int,
        fieldCount: Int,
        memoPoints: Int
    ) {
        self.instructions = instructions
        setBits = sets.flatMap { [$0.low, $0.high] }
        setRanges = sets.map(\.ranges)
        self.reaches = reaches
        self.slotCount = slotCount
        self.fieldCount = fieldCount
        self.memoPoints = memoPoints
    }
}
