/// The points of a program that were come by at a position, one bit each: coming by again is known to fail.
///
/// Within an atomic group or a look-around that succeeds, coming by says nothing about failing; what was noted there since
/// its beginning is taken back.
struct MatchMemo {
    /// The most memory that a line may take, in 64-bit words.
    private static let wordLimit = 8 << 20

    private(set) var isActive = false
    private var words: [UInt64] = []
    private var stride = 0
    private var trail: [Int] = []

    /// Begins to take notes; `false` where that would take too much memory.
    mutating func activate(points: Int, length: Int) -> Bool {
        stride = length + 1
        let (bits, overflows) = points.multipliedReportingOverflow(by: stride)
        guard !overflows, bits / 64 < Self.wordLimit else { return false }
        words.removeAll(keepingCapacity: true)
        words.append(contentsOf: repeatElement(0, count: bits / 64 + 1))
        trail.removeAll(keepingCapacity: true)
        isActive = true
        return true
    }

    mutating func deactivate() { isActive = false }

    /// Notes a point at a position; `false` where it was noted before.
    mutating func insert(_ point: Int, _ position: Int, isNested: Bool) -> Bool {
        let bit = point * stride + position
        let mask: UInt64 = 1 << UInt64(bit & 63)
        guard words[bit >> 6] & mask == 0 else { return false }
        words[bit >> 6] |= mask
        if isNested { trail.append(bit) }
        return true
    }

    /// Whether a point was noted at a position.
    func contains(_ point: Int, _ position: Int) -> Bool {
        let bit = point * stride + position
        return words[bit >> 6] >> UInt64(bit & 63) & 1 == 1
    }

    /// What to hand to `leave` at the end of the group that begins here.
    ///
    /// Groups that are under way when the notes begin own all that is noted from then on.
    var mark: Int { isActive ? trail.count : 0 }

    /// The group ended: what was noted in it holds if it failed, and is taken back if it succeeded.
    mutating func leave(_ mark: Int, succeeded: Bool) {
        guard isActive, trail.count > mark else { return }
        if succeeded {
            for bit in trail[mark...] { words[bit >> 6] &= ~(1 << UInt64(bit & 63)) }
        }
        trail.removeSubrange(mark...)
    }
}
