/// Matches lines against a pattern, one after the other, with room that is used again.
public struct GrokMatcher {
    /// The most steps of one line unless another limit is given: a fraction of a second.
    public static let stepLimit = 16 << 20

    /// What became of a line.
    public enum Outcome: Sendable, Equatable {
        /// The whole line matches.
        case matched
        /// It does not, from there on.
        case unmatched(GrokMismatch)
        /// The line would take more steps or memory than allowed.
        case exhausted
    }

    /// The pattern.
    public let pattern: GrokPattern
    private var machine: MatchMachine

    /// A matcher that takes at most so many steps a line.
    public init(_ pattern: GrokPattern, stepLimit: Int = GrokMatcher.stepLimit) {
        self.pattern = pattern
        machine = MatchMachine(pattern.program, stepLimit: stepLimit)
    }

    /// Matches a line without its line end.
    ///
    /// - Complexity: bounded by the step limit, whatever pattern and line are.
    public mutating func match(_ line: borrowing Span<UInt8>) -> Outcome {
        // Positions are kept in 32 bits.
        guard line.count < Int(Int32.max) else { return .exhausted }
        if machine.matches(0..<line.count, of: line) { return .matched }
        if machine.isExhausted { return .exhausted }
        return .unmatched(mismatch(line))
    }

    /// Where the text of a field lies in the line that matched last, or `nil` where the field took no part.
    public func range(of field: Int) -> Range<Int>? {
        let (start, end) = (machine.slots[2 * field], machine.slots[2 * field + 1])
        return start >= 0 && end >= start ? Int(start)..<Int(end) : nil
    }

    /// Steps that the last line took.
    public var steps: Int { machine.steps }

    private func mismatch(_ line: borrowing Span<UInt8>) -> GrokMismatch {
        let element = machine.furthestElement
        var offset = machine.furthestPosition
        guard element < pattern.elements.count else {
            return GrokMismatch(element: element, offset: offset, expected: "the end of the line" + behind(element))
        }
        if pattern.elements[element].isLiteral {
            for byte in pattern.elements[element].text.utf8 {
                guard offset < line.count, line[offset] == byte else { break }
                offset += 1
            }
            let expected = pattern.elements[element].description + behind(element)
            return GrokMismatch(element: element, offset: offset, expected: expected)
        }
        return GrokMismatch(element: element, offset: offset, expected: pattern.elements[element].description)
    }

    /// What stands before an element that says little by itself.
    private func behind(_ element: Int) -> String {
        guard element > 0, !pattern.elements[element - 1].isLiteral else { return "" }
        return " behind \(pattern.elements[element - 1].text)"
    }
}
