/// Sorts short texts of few different bytes, such as addresses and account ids, by four bits a byte.
///
/// The bytes `-` to `:` (0x2D to 0x3A) in their order are 1 to 14, and 0 stands for the end. Up to 15 such bytes are a
/// number of 60 bits whose order is that of the texts. Its upper bits beside the number of the entry make one word, which
/// is sorted as it stands.
enum PackedText {
    /// The least of the bytes that can be packed, less one.
    private static let base: UInt64 = 0x2C2C_2C2C_2C2C_2C2C

    /// Sorts `entries`, the numbers from 0 to `count`; texts that cannot be packed are sorted by both words and merged.
    ///
    /// - Parameters:
    ///   - first: The first eight bytes of each entry as a number, the first byte in the highest place, 0 behind the end.
    ///   - second: The eight bytes after those.
    static func sort(
        _ entries: UnsafeMutablePointer<UInt32>,
        count: Int,
        first: UnsafeMutablePointer<UInt64>,
        second: UnsafeMutablePointer<UInt64>,
        by radixSort: RadixSort
    ) {
        let indexBits = Int.bitWidth - (max(count, 2) - 1).leadingZeroBitCount
        let indexMask = (UInt64(1) << UInt64(indexBits)) - 1
        let words = radixSort.words(count)
        var packed = 0
        var others = 0
        for entry in 0..<count {
            let (high, low) = (first[entry], second[entry])
            if isPackable(high), isPackable(low), low & 0xFF == 0 {
                words[packed] = (pack(high) << 32 | pack(low)) & ~indexMask | UInt64(entry)
                packed += 1
            } else {
                entries[others] = UInt32(truncatingIfNeeded: entry)
                others += 1
            }
        }
        radixSort.sort(words: words, count: packed, bits: indexBits..<64)
        // Texts that the upper bits of a word do not tell apart stand side by side.
        var start = 0
        while start < packed {
            var end = start + 1
            while end < packed, (words[end] ^ words[start]) & ~indexMask == 0 { end += 1 }
            if end - start > 1 {
                var equals = UnsafeMutableBufferPointer(start: words + start, count: end - start)
                equals.sort {
                    let (left, right) = (Int($0 & indexMask), Int($1 & indexMask))
                    return (first[left], second[left]) < (first[right], second[right])
                }
            }
            start = end
        }
        radixSort.sort(entries, count: others, keys: second)
        radixSort.sort(entries, count: others, keys: first)
        // From the end, so that the others are read before their place is taken.
        var (word, other, place) = (packed, others, count)
        while word > 0 {
            let entry = UInt32(truncatingIfNeeded: words[word - 1] & indexMask)
            place -= 1
            if other > 0,
                (first[Int(entries[other - 1])], second[Int(entries[other - 1])])
                    > (first[Int(entry)], second[Int(entry)])
            {
                entries[place] = entries[other - 1]
                other -= 1
            } else {
                entries[place] = entry
                word -= 1
            }
        }
    }

    /// Whether every byte is from `-` to `:`, or 0 at the end.
    @inline(__always)
    private static func isPackable(_ word: UInt64) -> Bool {
        // The bytes behind the end are 0: they are made `-`, which can be packed.
        let used = word == 0 ? 0 : UInt64.max << UInt64(word.trailingZeroBitCount & ~7)
        let bytes = word & used | 0x2D2D_2D2D_2D2D_2D2D & ~used
        // Neither below 0x2D nor above 0x3A: no byte borrows and none reaches 0x80.
        let low = (bytes | 0x8080_8080_8080_8080) &- 0x2D2D_2D2D_2D2D_2D2D
        let high = (bytes & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x4545_4545_4545_4545
        return (~low | high | bytes) & 0x8080_8080_8080_8080 == 0
    }

    /// The eight bytes as 32 bits.
    @inline(__always)
    private static func pack(_ word: UInt64) -> UInt64 {
        let used = word == 0 ? 0 : UInt64.max << UInt64(word.trailingZeroBitCount & ~7)
        var nibbles = (word &- base & used) & 0x0F0F_0F0F_0F0F_0F0F
        nibbles = (nibbles | nibbles >> 4) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles >> 8) & 0x0000_FFFF_0000_FFFF
        return (nibbles | nibbles >> 16) & 0xFFFF_FFFF
    }
}
