// What holds at a position: assertions, and scalars in sets.
extension MatchMachine {
    func assertion(_ kind: Int32, _ line: borrowing Span<UInt8>, _ position: Int) -> Bool {
        switch GrokNode.Assertion(rawValue: kind) {
        case .start: position == 0
        case .end: position == line.count
        case .wordBoundary: isWord(line, position - 1) != isWord(line, position)
        case .notWordBoundary: isWord(line, position - 1) == isWord(line, position)
        case nil: false
        }
    }

    private func isWord(_ line: borrowing Span<UInt8>, _ position: Int) -> Bool {
        guard position >= 0, position < line.count else { return false }
        return ScalarSet.wordCharacters.contains(UInt32(line[position]))
    }

    /// Whether an instruction can succeed at a position, as far as one byte tells: most branches need not be tried.
    @inline(__always)
    func mayBegin(_ step: Instruction, _ line: borrowing Span<UInt8>, _ position: Int, _ limit: Int) -> Bool {
        switch step.operation {
        case .byte: return position < limit && line[position] == UInt8(truncatingIfNeeded: step.a)
        case .set: return taken(by: Int(step.a), line, position, limit) > 0
        case .greedyLoop, .possessiveLoop, .lazyLoop:
            return step.b == 0 || taken(by: Int(step.a), line, position, limit) > 0
        default: return true
        }
    }

    // MARK: Sets

    /// The length of the scalar at the position where the set has it, or 0.
    @inline(__always)
    func taken(by set: Int, _ line: borrowing Span<UInt8>, _ position: Int, _ limit: Int) -> Int {
        guard position < limit else { return 0 }
        let byte = line[position]
        if byte < 0x80 {
            let bits = program.setBits[2 &* set &+ Int(byte >> 6)]
            return Int(truncatingIfNeeded: bits >> UInt64(byte & 63) & 1)
        }
        return takenBeyondASCII(set, line, position, limit)
    }

    @inline(never)
    func takenBeyondASCII(_ set: Int, _ line: borrowing Span<UInt8>, _ position: Int, _ limit: Int) -> Int {
        let (scalar, length) = UTF8Scalar.decode(line, position, limit)
        return program.setRanges[set].contains { $0.contains(scalar) } ? length : 0
    }

    func isPreceded(by set: Int, _ line: borrowing Span<UInt8>, _ position: Int) -> Bool {
        guard position > 0 else { return false }
        let start = UTF8Scalar.start(before: position, in: line)
        return taken(by: set, line, start, position) > 0
    }
}
