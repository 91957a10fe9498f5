extension ByteArrayDictionary {
    /// Renumbers the ids of `vector` in place in the order they come, and copies out the values they stand for.
    ///
    /// Returns how many rows are NULL.
    func localize(
        _ vector: ColumnVector,
        _ offsets: inout [Int],
        _ bytes: inout [UInt8],
        _ counts: inout [UInt32]
    ) -> Int {
        // Unsafe: ids were given by this dictionary, so each is a place in `local`; one look-up a row is the whole cost.
        let local = clearedLocalIDs()
        let tally = UnsafeMutablePointer<UInt32>.allocate(capacity: min(count, vector.count) + 2)
        defer { tally.deallocate() }
        tally[0] = 0
        var entries: [UInt32] = []
        vector.withMutableIDs { ids in
            for row in 0..<ids.count {
                let id = ids[row]
                var place = local[Int(id)]
                if place == 0, id != 0 {
                    entries.append(id)
                    place = UInt32(truncatingIfNeeded: entries.count)
                    local[Int(id)] = place
                    tally[Int(place)] = 0
                }
                tally[Int(place)] &+= 1
                ids[row] = place
            }
        }
        offsets.reserveCapacity(entries.count + 1)
        for id in entries {
            local[Int(id)] = 0
            withBytes(of: id) { bytes.append(contentsOf: $0) }
            offsets.append(bytes.count)
        }
        counts = Array(UnsafeBufferPointer(start: tally + 1, count: entries.count))
        return Int(tally[0])
    }
}
