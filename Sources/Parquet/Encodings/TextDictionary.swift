import Columnar

/// The dictionary page of a text column chunk: which entry is where.
///
/// Ids are those of a ``StringColumn``: 0 is NULL and id `n` is entry `n - 1`.
final class TextDictionary {
    private let orderedEntries = ScratchBuffer<UInt32>()
    private let placesOfIDs = ScratchBuffer<Place>()
    private var count = 0

    /// Arranges the entries of a column.
    func build(_ column: StringColumn) {
        count = column.entryCount
        let order = orderedEntries.room(count)
        column.counts.withUnsafeBufferPointer { counts in
            guard let counts = counts.baseAddress else { return }
            DictionaryOrder.arrange(count: count, counts: counts, order: order)
        }
        let places = placesOfIDs.room(count + 1)
        places[0] = Place(position: 0, length: 0)
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
        /// The value's length in bytes.
        var length: UInt32
    }

    /// The place of each id.
    var places: UnsafePointer<Place> { UnsafePointer(placesOfIDs.room(count + 1)) }

    /// The entries in the order of the dictionary page.
    var order: UnsafePointer<UInt32> { UnsafePointer(orderedEntries.room(count)) }
}
