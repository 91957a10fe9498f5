import Columnar

/// Cuts a window into lines.
struct TextLines {
    private let window: UnsafeBufferPointer<UInt8>
    private let isLast: Bool
    /// Where the next line begins.
    private(set) var place = 0

    init(_ window: UnsafeBufferPointer<UInt8>, isLast: Bool) {
        self.window = window
        self.isLast = isLast
    }

    /// The next line without its end, or `nil` where the window holds no whole one.
    mutating func next() -> UnsafeBufferPointer<UInt8>? {
        guard place < window.count else { return nil }
        let start = place
        let newline = Self.endOfLine(window, start)
        guard newline < window.count || isLast else { return nil }
        place = min(newline + 1, window.count)
        let end = newline > start && window[newline - 1] == UInt8(ascii: "\r") ? newline - 1 : newline
        return UnsafeBufferPointer(rebasing: window[start..<end])
    }

    /// The next newline from `start` on, or the end of the window.
    static func endOfLine(_ window: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        // Unsafe: loads words of the window, none beyond its end.
        guard let base = window.baseAddress else { return 0 }
        var index = start
        while index + 8 <= window.count {
            let word = Memory.load8(base + index) ^ 0x0A0A_0A0A_0A0A_0A0A
            let hits = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
            if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < window.count, base[index] != UInt8(ascii: "\n") { index += 1 }
        return index
    }
}
