/// Runs a program over a line: backtracking in Java's order, with bounds on time and memory.
///
/// A line that takes more than a few steps a byte is gone on with under a memo: whatever place and position failed before
/// is not tried again, so that nested repetitions cost at most the product of pattern and line. What is left of bad cases
/// ends at the step limit.
struct MatchMachine {
    /// How a run ends.
    private enum Failure {
        static let position = -1
    }

    /// Steps a byte after which the memo begins.
    private static let stepsBeforeMemo = 32
    /// The most ways left open at a time.
    private static let stackLimit = 4 << 20

    let program: Program
    private let stepLimit: Int
    /// Whether the memo begins with the line, so that it can be compared with doing without.
    private let beginsWithMemo: Bool
    private(set) var slots: [Int32]
    private var stack: [Backtrack] = []
    private var memo = MatchMemo()
    private(set) var steps = 0
    private var memoThreshold = 0
    private(set) var isExhausted = false
    /// The last element that was begun, and the last position where.
    private(set) var furthestElement = 0
    private(set) var furthestPosition = 0

    init(_ program: Program, stepLimit: Int, beginsWithMemo: Bool = false) {
        self.program = program
        self.beginsWithMemo = beginsWithMemo
        self.stepLimit = stepLimit
        slots = [Int32](repeating: -1, count: program.slotCount)
    }

    /// Whether the bytes `range` of the line match as a whole; what stands around them may be looked at.
    mutating func matches(_ range: Range<Int>, of line: borrowing Span<UInt8>) -> Bool {
        for slot in slots.indices { slots[slot] = -1 }
        stack.removeAll(keepingCapacity: true)
        memo.deactivate()
        steps = 0
        // Early enough to be of use on a line of any length.
        memoThreshold = beginsWithMemo ? 0 : min(1024 + range.count * Self.stepsBeforeMemo, stepLimit / 4)
        isExhausted = false
        furthestElement = 0
        furthestPosition = range.lowerBound
        let end = run(from: 0, at: range.lowerBound, in: line, limit: range.upperBound, endsAt: nil, isNested: false)
        return end != Failure.position
    }

    // MARK: Running

    /// Runs from an instruction up to the `end` or `accept` that belongs to it; the position there, or a failure.
    ///
    /// - Parameter endsAt: Where a look-behind has to end.
    private mutating func run(
        from entry: Int,
        at start: Int,
        in line: borrowing Span<UInt8>,
        limit: Int,
        endsAt: Int?,
        isNested: Bool
    ) -> Int {
        let base = stack.count
        let code = program.instructions
        var place = entry
        var position = start
        while true {
            steps &+= 1
            let step = code[place]
            var holds = true
            switch step.operation {
            case .byte:
                holds = position < limit && line[position] == UInt8(truncatingIfNeeded: step.a)
                position &+= 1
                place &+= 1
            case .set:
                let length = taken(by: Int(step.a), line, position, limit)
                holds = length > 0
                position &+= length
                place &+= 1
            case .greedyLoop, .possessiveLoop:
                (holds, position) = loop(step, place, line, position, limit)
                place &+= 1
            case .lazyLoop:
                let (least, end) = advance(Int(step.a), Int(step.b), line, position, limit)
                holds = least == Int(step.b)
                position = end
                if holds, step.c > step.b {
                    let more = step.c == Instruction.unbounded ? step.c : step.c &- step.b
                    push(.more, Int32(place), Int32(position), more)
                }
                place &+= 1
            case .split:
                if mayBegin(code[place &+ 1], line, position, limit) {
                    push(.branch, step.a, Int32(position), 0)
                    place &+= 1
                } else {
                    place = Int(step.a)
                }
            case .jump: place = Int(step.a)
            case .save:
                push(.restore, step.a, slots[Int(step.a)], 0)
                slots[Int(step.a)] = Int32(position)
                place &+= 1
            case .leaveIfStuck: place = slots[Int(step.a)] == Int32(position) ? Int(step.b) : place &+ 1
            case .assertion:
                holds = assertion(step.a, line, position)
                place &+= 1
            case .nextInSet:
                holds = (taken(by: Int(step.a), line, position, line.count) > 0) == (step.b == 0)
                place &+= 1
            case .previousInSet:
                holds = isPreceded(by: Int(step.a), line, position) == (step.b == 0)
                place &+= 1
            case .atomic:
                let end = group(from: place &+ 1, at: position, in: line, limit: limit, endsAt: nil)
                holds = end != Failure.position
                position = end
                place = Int(step.a)
            case .lookAhead:
                let kept = stack.count
                let end = group(from: place &+ 1, at: position, in: line, limit: line.count, endsAt: nil)
                holds = (end != Failure.position) == (step.b == 0)
                if step.b == 1 { unwind(to: kept) }
                place = Int(step.a)
            case .lookBehind:
                holds = lookBehind(program.reaches[Int(step.b)], place &+ 1, line, position)
                place = Int(step.a)
            case .end:
                if endsAt == nil || endsAt == position { return position }
                holds = false
            case .memo:
                holds = noteIfNew(point(of: step, position), position, line.count, isNested: isNested)
                place &+= 1
            case .element:
                let element = Int(step.a)
                if element > furthestElement || (element == furthestElement && position > furthestPosition) {
                    (furthestElement, furthestPosition) = (element, position)
                }
                place &+= 1
            case .accept:
                if position == limit { return position }
                holds = false
            }
            if steps > stepLimit || stack.count > Self.stackLimit { isExhausted = true }
            if isExhausted {
                unwind(to: base)
                return Failure.position
            }
            if !holds {
                guard let next = backtrack(to: base, line, limit) else { return Failure.position }
                (place, position) = next
            }
        }
    }

    private mutating func push(_ kind: Backtrack.Kind, _ a: Int32, _ b: Int32, _ c: Int32) {
        stack.append(Backtrack(kind: kind, a: a, b: b, c: c))
    }

    /// The next way that was left open above `base`, or `nil` where there is none.
    private mutating func backtrack(to base: Int, _ line: borrowing Span<UInt8>, _ limit: Int) -> (Int, Int)? {
        while stack.count > base {
            let last = stack.count - 1
            let entry = stack[last]
            switch entry.kind {
            case .branch:
                stack.removeLast()
                return (Int(entry.a), Int(entry.b))
            case .restore:
                slots[Int(entry.a)] = entry.b
                stack.removeLast()
            case .fewer:
                let position = fewer(entry, line)
                if position > Int(entry.b) {
                    stack[last].c = Int32(position)
                } else {
                    stack.removeLast()
                }
                if position >= Int(entry.b) { return (Int(entry.a), position) }
            case .more:
                let length = taken(by: Int(program.instructions[Int(entry.a)].a), line, Int(entry.b), limit)
                guard length > 0 else {
                    stack.removeLast()
                    continue
                }
                let position = entry.b + Int32(length)
                // Whoever was here before went on from here with more and more.
                if entry.c == Instruction.unbounded, failedBehindLoop(Int(entry.a), Int(position)) {
                    stack.removeLast()
                    continue
                }
                if entry.c > 1 {
                    let remaining = entry.c == Instruction.unbounded ? entry.c : entry.c - 1
                    (stack[last].b, stack[last].c) = (position, remaining)
                } else {
                    stack.removeLast()
                }
                return (Int(entry.a) + 1, Int(position))
            }
        }
        return nil
    }

    /// The position of a loop that gives one scalar back; where a byte must follow, the last one that it follows.
    private mutating func fewer(_ entry: Backtrack, _ line: borrowing Span<UInt8>) -> Int {
        var position = UTF8Scalar.start(before: Int(entry.c), in: line)
        // A loop is followed by its memo point.
        let follower = program.instructions[min(Int(entry.a) + 1, program.instructions.count - 1)]
        guard program.instructions[Int(entry.a)].operation == .memo, follower.operation == .byte else {
            return position
        }
        let wanted = UInt8(truncatingIfNeeded: follower.a)
        let least = Int(entry.b)
        while position > least, line[position] != wanted {
            position -= 1
            steps &+= 1
        }
        return position
    }

    /// Restores what was saved above `base` and forgets the ways left open there.
    private mutating func unwind(to base: Int) {
        while stack.count > base {
            let entry = stack.removeLast()
            if entry.kind == .restore { slots[Int(entry.a)] = entry.b }
        }
    }

    // MARK: Steps

    /// The point of the memo that an instruction stands for at a position.
    private func point(of step: Instruction, _ position: Int) -> Int {
        var moved = 0
        while moved < Int(step.b), slots[2 * program.fieldCount + moved] != Int32(position) { moved &+= 1 }
        return Int(step.a) &+ moved
    }

    private mutating func noteIfNew(_ point: Int, _ position: Int, _ length: Int, isNested: Bool) -> Bool {
        if !memo.isActive {
            guard steps > memoThreshold else { return true }
            // Where there is no room for it the step limit has to do.
            guard memo.activate(points: program.memoPoints, length: length) else {
                memoThreshold = .max
                return true
            }
        }
        return memo.insert(point, position, isNested: isNested)
    }

    private mutating func group(
        from entry: Int,
        at position: Int,
        in line: borrowing Span<UInt8>,
        limit: Int,
        endsAt: Int?
    ) -> Int {
        let base = stack.count
        let mark = memo.mark
        let end = run(from: entry, at: position, in: line, limit: limit, endsAt: endsAt, isNested: true)
        memo.leave(mark, succeeded: end != Failure.position)
        if end != Failure.position {
            // No way back into the group; what it saved is still to be restored by those who go back beyond it.
            stack.removeSubrange(base..<stack.count, keeping: { $0.kind == .restore })
        }
        return end
    }

    private mutating func lookBehind(
        _ reach: Program.Reach,
        _ entry: Int,
        _ line: borrowing Span<UInt8>,
        _ position: Int
    ) -> Bool {
        let base = stack.count
        var start = position
        var scalars = 0
        while scalars <= reach.maximum {
            if scalars >= reach.minimum,
                group(from: entry, at: start, in: line, limit: position, endsAt: position) != Failure.position
            {
                if reach.isNegative { unwind(to: base) }
                return !reach.isNegative
            }
            guard start > 0, !isExhausted else { break }
            start = UTF8Scalar.start(before: start, in: line)
            scalars += 1
        }
        return reach.isNegative
    }

    // MARK: Loops

    /// Takes up to `most` scalars of the set; how many, and where they end.
    private mutating func advance(
        _ set: Int,
        _ most: Int,
        _ line: borrowing Span<UInt8>,
        _ start: Int,
        _ limit: Int
    ) -> (count: Int, end: Int) {
        var count = 0
        var position = start
        let low = program.setBits[2 &* set]
        let high = program.setBits[2 &* set &+ 1]
        while count < most, position < limit {
            let byte = line[position]
            var length = 1
            if byte < 0x80 {
                guard (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1 else { break }
            } else {
                length = takenBeyondASCII(set, line, position, limit)
                if length == 0 { break }
            }
            position &+= length
            count &+= 1
        }
        steps &+= count >> 3
        return (count, position)
    }

    private mutating func loop(
        _ step: Instruction,
        _ place: Int,
        _ line: borrowing Span<UInt8>,
        _ start: Int,
        _ limit: Int
    ) -> (Bool, Int) {
        let (least, shortest) = advance(Int(step.a), Int(step.b), line, start, limit)
        guard least == Int(step.b) else { return (false, start) }
        if step.operation == .greedyLoop, step.c == Instruction.unbounded, memo.isActive {
            return loopUnderMemo(step, place, line, shortest, limit)
        }
        let (_, end) = advance(Int(step.a), Int(step.c) - least, line, shortest, limit)
        if step.operation == .greedyLoop, end > shortest {
            push(.fewer, Int32(place + 1), Int32(shortest), Int32(end))
        }
        return (true, end)
    }

    /// A loop up to where one was before: that one tried all that lies beyond, so that all turns of all loops together
    /// cost no more than the line is long.
    private mutating func loopUnderMemo(
        _ step: Instruction,
        _ place: Int,
        _ line: borrowing Span<UInt8>,
        _ shortest: Int,
        _ limit: Int
    ) -> (Bool, Int) {
        var end: Int?
        var position = shortest
        while !failedBehindLoop(place, position) {
            end = position
            let length = taken(by: Int(step.a), line, position, limit)
            if length == 0 { break }
            position &+= length
            steps &+= 1
        }
        guard let end else { return (false, shortest) }
        if end > shortest { push(.fewer, Int32(place + 1), Int32(shortest), Int32(end)) }
        return (true, end)
    }

    /// Whether going on behind the loop at an instruction, from a position, is known to fail.
    private func failedBehindLoop(_ place: Int, _ position: Int) -> Bool {
        let next = program.instructions[place + 1]
        return memo.isActive && next.operation == .memo && memo.contains(point(of: next, position), position)
    }
}

extension Array {
    /// Drops the elements of a range that are not to be kept.
    fileprivate mutating func removeSubrange(_ range: Range<Int>, keeping isKept: (Element) -> Bool) {
        var next = range.lowerBound
        for index in range where isKept(self[index]) {
            self[next] = self[index]
            next += 1
        }
        removeSubrange(next..<range.upperBound)
    }
}
