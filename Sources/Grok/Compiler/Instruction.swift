/// One step of a compiled pattern.
struct Instruction: Sendable {
    enum Operation: UInt8, Sendable {
        /// The ASCII byte `a`.
        case byte
        /// One scalar of set `a`.
        case set
        /// From `b` to `c` scalars of set `a`, as many as possible first.
        case greedyLoop
        /// The same, as few as possible first.
        case lazyLoop
        /// The same, as many as possible and no other number.
        case possessiveLoop
        /// On to the next instruction; if that fails, on to `a`.
        case split
        /// On to `a`.
        case jump
        /// Keeps the position in slot `a`.
        case save
        /// Goes on to `b` where the position is that in slot `a`: a turn of a loop that took nothing is its last.
        case leaveIfStuck
        /// The assertion `a`.
        case assertion
        /// What follows, up to its `end`, once and for all; then on to `a`.
        case atomic
        /// What follows, up to its `end`, from here; then on to `a` at the old position. Holds if it fails where `b` is 1.
        case lookAhead
        /// What follows, up to its `end`, from `reach.lowerBound` to `reach.upperBound` scalars back (a place in the table `b`)
        /// up to here; then on to `a`.
        case lookBehind
        /// Whether the next scalar is in set `a`, or is not where `b` is 1; the line's end is in no set.
        case nextInSet
        /// The same for the scalar before.
        case previousInSet
        /// The end of what stands within `atomic` and its like.
        case end
        /// Point `a` of the memo, or one of the `b` behind it: where it failed before at this position it will fail again.
        ///
        /// `b` loops around it leave when a turn took nothing, and so what comes depends on how many of these turns have taken
        /// something. Turns further out take what those further in take, so that the number says which.
        case memo
        /// Element `a` of the pattern begins here.
        case element
        /// The whole line is taken, or this is a failure.
        case accept
    }

    var operation: Operation
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0

    /// Stands for no upper bound.
    static let unbounded = Int32.max
}
