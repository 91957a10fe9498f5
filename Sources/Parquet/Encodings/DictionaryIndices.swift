import Columnar

/// A column chunk as references to its distinct values, before pages are cut.
///
/// Entry ids are local: 0 is NULL and id `n` is entry `n - 1`. ``order`` decides where each entry stands in the dictionary
/// page; any order is allowed by the format, so it is chosen for size.
final class DictionaryIndices {
    /// Where entry `n` stands in the dictionary page is `position[n + 1]`; position 0 is that of NULL and never used.
    private(set) var position: [UInt32] = []
    /// The entries in the order of the dictionary page.
    private(set) var order: [UInt32] = []

    /// Orders entries by how often they come, in classes of powers of two, then by value.
    ///
    /// Frequent entries then have small indices, whose high bits are zero and compress; entries of one class are
    /// sorted, so that the dictionary page compresses too.
    func arrange(counts: [UInt32], isLess: (Int, Int) -> Bool) {
        // Counting sort by class, most frequent first; within a class by value.
        var classes = [[UInt32]](repeating: [], count: 33)
        for (entry, count) in counts.enumerated() {
            classes[count.leadingZeroBitCount].append(UInt32(truncatingIfNeeded: entry))
        }
        order.removeAll(keepingCapacity: true)
        for members in classes where !members.isEmpty {
            order.append(contentsOf: members.sorted { isLess(Int($0), Int($1)) })
        }
        position = [UInt32](repeating: 0, count: counts.count + 1)
        for (place, entry) in order.enumerated() { position[Int(entry) + 1] = UInt32(truncatingIfNeeded: place) }
    }

    /// The bits of an index.
    var width: Int { max(BitPacker.width(UInt64(max(order.count, 1) - 1)), 1) }

    /// Appends the indices of one page's values, none of which is NULL, behind their width in one byte
    /// (parquet-format, Encodings.md, RLE_DICTIONARY = 8).
    func encode(_ ids: UnsafeBufferPointer<UInt32>, into buffer: ByteBuffer) {
        buffer.append(UInt8(width))
        // Unsafe: ids are those that the entries were numbered with.
        position.withUnsafeBufferPointer { position in
            guard let base = position.baseAddress else { return }
            RLEBitPackingHybridEncoder.encode(count: ids.count, width: width, into: buffer) { base[Int(ids[$0])] }
        }
    }
}
