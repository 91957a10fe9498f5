import Columnar

/// The order of entries in a dictionary page.
///
/// Any is allowed by the format (Encodings.md, "Dictionary Encoding"), so it is chosen for size: by how often entries
/// come, in classes of powers of two, then by value.
///
/// Frequent entries then have small indices, whose high bits are zero and compress; entries of one class are sorted, so
/// that the dictionary page compresses too.
enum DictionaryOrder {
    /// Writes the entries to `order`.
    ///
    /// - Parameters:
    ///   - sorted: The entries by value; `nil` where they are numbered so.
    ///   - counts: How many rows each entry has.
    /// - Complexity: a counting sort, O(entries).
    static func arrange(
        sorted: UnsafePointer<UInt32>? = nil,
        count: Int,
        counts: UnsafePointer<UInt32>,
        order: UnsafeMutablePointer<UInt32>
    ) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 34) { starts in
            // Class 0 has the most frequent entries: as many leading zeros as there are.
            starts.initialize(repeating: 0)
            for entry in 0..<count { starts[counts[entry].leadingZeroBitCount + 1] += 1 }
            for index in 1..<34 { starts[index] += starts[index - 1] }
            for index in 0..<count {
                let entry = sorted?[index] ?? UInt32(truncatingIfNeeded: index)
                let place = counts[Int(entry)].leadingZeroBitCount
                order[starts[place]] = entry
                starts[place] += 1
            }
        }
    }
}
