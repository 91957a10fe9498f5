extension Memory {
    /// Whether eight numbers are all the same.
    @inlinable
    @inline(__always)
    public static func isRunOfEight(_ numbers: UnsafePointer<UInt32>) -> Bool {
        // Unsafe: two numbers a word; the caller has eight.
        let words = UnsafeRawPointer(numbers)
        let two = UInt64(numbers[0]) << 32 | UInt64(numbers[0])
        var differences: UInt64 = 0
        for word in 0..<4 { differences |= words.loadUnaligned(fromByteOffset: word &* 8, as: UInt64.self) ^ two }
        return differences == 0
    }
}
