/// Sorts entry numbers by 64-bit keys, a byte at a time from the lowest, leaving out bytes that are the same in all keys.
///
/// The sort is stable, so that longer keys are sorted by their last word first.
package final class RadixSort {
    private let spare = ScratchBuffer<UInt32>()
    private let spareWords = ScratchBuffer<UInt64>()
    private let wordsToSort = ScratchBuffer<UInt64>()

    /// A sort without memory so far.
    package init() {}

    /// Room for words to be sorted.
    package func words(_ count: Int) -> UnsafeMutablePointer<UInt64> { wordsToSort.room(count) }

    /// Sorts `entries` by `key` of each, in unsigned order.
    package func sort(_ entries: UnsafeMutablePointer<UInt32>, count: Int, keys: UnsafePointer<UInt64>) {
        guard count > 1 else { return }
        var varying: UInt64 = 0
        for index in 1..<count { varying |= keys[Int(entries[index])] ^ keys[Int(entries[0])] }
        var source = entries
        var target = spare.room(count)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { starts in
            for byte in 0..<8 {
                let shift = UInt64(byte * 8)
                guard varying >> shift & 0xFF != 0 else { continue }
                starts.initialize(repeating: 0)
                for index in 0..<count { starts[Int(keys[Int(source[index])] >> shift & 0xFF)] += 1 }
                var sum = 0
                for value in 0..<256 {
                    let here = starts[value]
                    starts[value] = sum
                    sum += here
                }
                for index in 0..<count {
                    let value = Int(keys[Int(source[index])] >> shift & 0xFF)
                    target[starts[value]] = source[index]
                    starts[value] += 1
                }
                swap(&source, &target)
            }
        }
        if source != entries { entries.update(from: source, count: count) }
    }

    /// Bits of a word that one pass sorts by: places for all that they can be fit a first-level cache.
    private static let digitBits = 12

    /// Sorts words by the given bits of them, a digit at a time from the lowest.
    package func sort(words: UnsafeMutablePointer<UInt64>, count: Int, bits: Range<Int>) {
        guard count > 1 else { return }
        var source = words
        var target = spareWords.room(count)
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1 << Self.digitBits) { starts in
            for low in stride(from: bits.lowerBound, to: bits.upperBound, by: Self.digitBits) {
                let shift = UInt64(low)
                let mask = (UInt64(1) << UInt64(min(Self.digitBits, bits.upperBound - low))) - 1
                starts.initialize(repeating: 0)
                for index in 0..<count { starts[Int(source[index] &>> shift & mask)] &+= 1 }
                var sum: UInt32 = 0
                for value in 0..<starts.count {
                    let here = starts[value]
                    starts[value] = sum
                    sum &+= here
                }
                for index in 0..<count {
                    let word = source[index]
                    let value = Int(word &>> shift & mask)
                    target[Int(starts[value])] = word
                    starts[value] &+= 1
                }
                swap(&source, &target)
            }
        }
        if source != words { words.update(from: source, count: count) }
    }
}
