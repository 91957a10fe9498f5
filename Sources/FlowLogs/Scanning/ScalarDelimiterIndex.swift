/// The plain twin of ``DelimiterIndex``: a byte at a time, for tests and fuzzing.
struct ScalarDelimiterIndex {
    /// The positions of spaces and newlines, in order.
    private(set) var positions: [UInt32] = []
    /// Newlines among them.
    private(set) var newlines = 0

    init(_ bytes: [UInt8]) {
        for (position, byte) in bytes.enumerated() where byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") {
            positions.append(UInt32(position))
            if byte == UInt8(ascii: "\n") { newlines += 1 }
        }
    }
}
