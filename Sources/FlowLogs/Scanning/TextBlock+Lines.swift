extension TextBlock {
    /// The lines of the block without their line ends, and where each begins in the inflated object.
    public func lines() -> [(offset: Int, bytes: [UInt8])] {
        var lines: [(Int, [UInt8])] = []
        var start = 0
        for position in 0..<count where base[position] == UInt8(ascii: "\n") {
            var end = position
            if end > start, base[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            lines.append((offset + start, bytes(start..<end)))
            start = position + 1
        }
        return lines
    }
}
