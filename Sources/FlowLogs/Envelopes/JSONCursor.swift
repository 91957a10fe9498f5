import Columnar

/// A place in a window of JSON text, and the steps that take it forward.
///
/// Every step says whether it came to its end within the window. Strings are passed eight bytes at a time.
struct JSONCursor {
    /// How a step went.
    enum Step: Equatable {
        case done
        /// The window ends in the middle.
        case needsMore
        /// This should have been there.
        case malformed(expected: String)
    }

    // Unsafe: the window outlives the call that the cursor is made in; the end is looked at before every load.
    private let base: UnsafePointer<UInt8>
    private let end: Int
    /// The place.
    private(set) var place = 0
    /// Newlines passed so far.
    private(set) var newlines = 0

    init?(_ window: UnsafeBufferPointer<UInt8>) {
        guard let base = window.baseAddress else { return nil }
        self.base = base
        end = window.count
    }

    /// The byte at the place, or `nil` at the end of the window.
    var byte: UInt8? { place < end ? base[place] : nil }

    mutating func advance() { place += 1 }

    func text(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
    }

    /// Whether the bytes of `range` are those of `word`.
    func equals(_ range: Range<Int>, _ word: StaticString) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        let other = word.utf8Start
        for index in 0..<range.count where base[range.lowerBound + index] != other[index] { return false }
        return true
    }

    /// Passes white space; `false` at the end of the window.
    @inline(__always)
    mutating func skipSpace() -> Bool {
        while place < end {
            let byte = base[place]
            if byte > 0x20 { return true }
            if byte == UInt8(ascii: "\n") { newlines += 1 }
            place += 1
        }
        return false
    }

    /// Passes a string whose opening quote is at the place; `range` is what stands between the quotes.
    @inline(__always)
    mutating func string(_ range: inout Range<Int>, hasEscapes: inout Bool) -> Step {
        let start = place + 1
        var index = start
        hasEscapes = false
        while true {
            let found = endOfRun(index)
            guard found < end else { return .needsMore }
            if base[found] == UInt8(ascii: "\"") {
                range = start..<found
                place = found + 1
                return .done
            }
            hasEscapes = true
            index = found + 2
        }
    }

    /// The next quote or backslash, or the end of the window.
    @inline(__always)
    private func endOfRun(_ start: Int) -> Int {
        var index = start
        while index + 8 <= end {
            let word = Memory.load8(base + index)
            let quotes = word ^ 0x2222_2222_2222_2222
            let slashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
            let low: UInt64 = 0x0101_0101_0101_0101
            let hits = ((quotes &- low) & ~quotes | (slashes &- low) & ~slashes) & 0x8080_8080_8080_8080
            if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < end, base[index] != UInt8(ascii: "\""), base[index] != UInt8(ascii: "\\") { index += 1 }
        return index
    }

    /// Passes any value.
    mutating func skipValue() -> Step {
        guard let first = byte else { return .needsMore }
        var ignored = 0..<0
        var hasEscapes = false
        switch first {
        case UInt8(ascii: "\""): return string(&ignored, hasEscapes: &hasEscapes)
        case UInt8(ascii: "{"), UInt8(ascii: "["): return skipNested()
        default: return literal(&ignored)
        }
    }

    /// Passes a number, `true`, `false` or `null`.
    mutating func literal(_ range: inout Range<Int>) -> Step {
        let start = place
        while place < end {
            switch base[place] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"),
                UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"):
                place += 1
            default:
                range = start..<place
                return place > start ? .done : .malformed(expected: "a value")
            }
        }
        return .needsMore
    }

    private mutating func skipNested() -> Step {
        var depth = 0
        var ignored = 0..<0
        var hasEscapes = false
        while place < end {
            switch base[place] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\n"): newlines += 1
            case UInt8(ascii: "\""):
                let step = string(&ignored, hasEscapes: &hasEscapes)
                guard step == .done else { return step }
                continue
            default: break
            }
            place += 1
            if depth == 0 { return .done }
        }
        return .needsMore
    }

    /// The next newline from the place on, or `nil`.
    func nextNewline() -> Int? {
        var index = place
        while index < end {
            if base[index] == UInt8(ascii: "\n") { return index }
            index += 1
        }
        return nil
    }
}
