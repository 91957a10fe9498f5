import Columnar

/// The dictionary of a text column chunk: its entries by value and in the order of the dictionary page.
///
/// Ids are those of a ``StringColumn``: 0 is NULL and id `n` is entry `n - 1`.
final class TextDictionary {
    private let low = ScratchBuffer<UInt64>()
    private let high = ScratchBuffer<UInt64>()
    private let sortedEntries = ScratchBuffer<UInt32>()
    private let orderedEntries = ScratchBuffer<UInt32>()
    private let counts = ScratchBuffer<UInt32>()
    private let placesOfIDs = ScratchBuffer<Place>()
    private let radixSort = RadixSort()
    private var count = 0

    /// Sorts and arranges the entries of a column.
    func build(_ column: StringColumn) {
        count = column.entryCount
        let sorted = sortedEntries.room(count)
        sortByValue(column, sorted)
        let tally = counts.room(count)
        column.counts.withUnsafeBufferPointer { source in
            for entry in 0..<count { tally[entry] = source[entry] }
        }
        let order = orderedEntries.room(count)
        DictionaryOrder.arrange(sorted: sorted, count: count, counts: tally, order: order)
        let places = placesOfIDs.room(count + 1)
        places[0] = Place(position: 0, rank: 0, length: 0)
        for rank in 0..<count {
            let entry = Int(sorted[rank])
            places[entry + 1].rank = UInt32(truncatingIfNeeded: rank + 1)
        }
        for place in 0..<count { places[Int(order[place]) + 1].position = UInt32(truncatingIfNeeded: place) }
        column.offsets.withUnsafeBufferPointer { offsets in
            for entry in 0..<count {
                places[entry + 1].length = UInt32(truncatingIfNeeded: offsets[entry + 1] - offsets[entry])
            }
        }
    }

    /// What a page needs to know of an id, side by side, so that a row costs one look-up.
    struct Place {
        /// The index in the dictionary page; that of NULL means nothing.
        var position: UInt32
        /// The rank by value, from 1; 0 for NULL.
        var rank: UInt32
        /// The value's length in bytes.
        var length: UInt32
    }

    /// The place of each id.
    var places: UnsafePointer<Place> { UnsafePointer(placesOfIDs.room(count + 1)) }

    /// The entries in the order of the dictionary page.
    var order: UnsafePointer<UInt32> { UnsafePointer(orderedEntries.room(count)) }

    /// The entries by value.
    var sorted: UnsafePointer<UInt32> { UnsafePointer(sortedEntries.room(count)) }

    /// The entry of that rank by value, counted from 0.
    func entry(ofRank rank: Int) -> Int { Int(sorted[rank]) }

    /// Unsigned byte order: by the first sixteen bytes as two numbers, then by comparing what those leave equal.
    private func sortByValue(_ column: StringColumn, _ sorted: UnsafeMutablePointer<UInt32>) {
        let first = high.room(count)
        let second = low.room(count)
        column.bytes.withUnsafeBytes { bytes in
            column.offsets.withUnsafeBufferPointer { offsets in
                for entry in 0..<count {
                    let start = offsets[entry]
                    let length = offsets[entry + 1] - start
                    first[entry] = Self.word(bytes, start, min(length, 8))
                    second[entry] = Self.word(bytes, start + 8, min(max(length - 8, 0), 8))
                }
            }
        }
        PackedText.sort(sorted, count: count, first: first, second: second, by: radixSort)
        var start = 0
        while start < count {
            var end = start + 1
            let entry = Int(sorted[start])
            while end < count, first[Int(sorted[end])] == first[entry], second[Int(sorted[end])] == second[entry] {
                end += 1
            }
            if end - start > 1 {
                var equals = UnsafeMutableBufferPointer(start: sorted + start, count: end - start)
                equals.sort {
                    column.entry(Int($0)).lexicographicallyPrecedes(column.entry(Int($1)))
                }
            }
            start = end
        }
    }

    /// Up to eight bytes as a number, the first in the highest place.
    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> UInt64 {
        guard count > 0 else { return 0 }
        if start + 8 <= bytes.count {
            // Unsafe: the eight bytes lie inside the arena; those of the next entry are shifted out.
            let word = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            return count == 8 ? word : word & ~(UInt64.max >> UInt64(8 * count))
        }
        var word: UInt64 = 0
        for place in 0..<count { word |= UInt64(bytes[start + place]) << UInt64(56 - 8 * place) }
        return word
    }
}
