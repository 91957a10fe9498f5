extension ByteArrayDictionary {
    /// Renumbers the ids of `vector` in place, from 1 on without a gap, and copies out the values they stand for.
    ///
    /// Returns how many rows are NULL.
    func localize(
        _ vector: ColumnVector,
        _ offsets: inout [Int],
        _ bytes: inout [UInt8],
        _ counts: inout [UInt32]
    ) -> Int {
        if count < RowKernels.tallyLimit {
            let tally = vector.withValues(as: UInt32.self) { RowKernels.tally($0, upTo: count) }
            // Where every value has a row, ids are as they should be.
            if !tally.dropFirst().contains(0) {
                counts = tally.dropFirst().map { UInt32(truncatingIfNeeded: $0) }
                let ids = (0..<UInt32(truncatingIfNeeded: count)).map { $0 + 1 }
                ids.withUnsafeBufferPointer { copy($0, &offsets, &bytes) }
                return tally[0]
            }
        }
        return renumber(vector, &offsets, &bytes, &counts)
    }

    /// The same, in the order in which the rows have the ids.
    private func renumber(
        _ vector: ColumnVector,
        _ offsets: inout [Int],
        _ bytes: inout [UInt8],
        _ counts: inout [UInt32]
    ) -> Int {
        // Unsafe: ids were given by this dictionary, so each is a place in `local`, and there are no more entries than ids
        // or rows. One look-up a row is the whole cost: the new id is in the high half of a word, the rows so far in the
        // low half.
        let entries = UnsafeMutablePointer<UInt32>.allocate(capacity: min(count, vector.count) + 1)
        defer { entries.deallocate() }
        entries[0] = 0
        let tally = withRenumberingRoom { local in
            let found = vector.withMutableIDs { Self.renumber($0, entries, local) }
            return (0...found).map { entry in
                let id = Int(entries[entry])
                defer { local[id] = 0 }
                return UInt32(truncatingIfNeeded: local[id])
            }
        }
        counts = Array(tally.dropFirst())
        copy(UnsafeBufferPointer(start: entries + 1, count: counts.count), &offsets, &bytes)
        return Int(tally[0])
    }

    /// Rewrites ids, lists in `entries`, behind the first, those that there are, and returns how many.
    private static func renumber(
        _ ids: UnsafeMutableBufferPointer<UInt32>,
        _ entries: UnsafeMutablePointer<UInt32>,
        _ local: UnsafeMutablePointer<UInt64>
    ) -> Int {
        let count = ids.count
        guard let ids = ids.baseAddress else { return 0 }
        var found: UInt64 = 0
        var row = 0
        while row < count {
            // Columns that hardly change are done eight rows at a time.
            let eight = row &+ 8 <= count
            let isRun = eight && ids[row] == ids[row &+ 1] && Memory.isRunOfEight(ids + row)
            let rows: UInt64 = isRun ? 8 : 1
            for next in row..<(isRun ? row &+ 1 : eight ? row &+ 8 : count) {
                let id = ids[next]
                var word = local[Int(id)]
                if word == 0, id != 0 {
                    found &+= 1
                    entries[Int(found)] = id
                    word = found &<< 32
                }
                local[Int(id)] = word &+ rows
                ids[next] = UInt32(truncatingIfNeeded: word &>> 32)
            }
            if isRun { (ids + row).update(repeating: ids[row], count: 8) }
            row &+= 8
        }
        return Int(found)
    }

    /// Puts the values of some ids one behind the other.
    private func copy(
        _ ids: UnsafeBufferPointer<UInt32>,
        _ offsets: inout [Int],
        _ bytes: inout [UInt8]
    ) {
        let parts = parts
        let count = ids.count
        var total = 0
        offsets = [Int](unsafeUninitializedCapacity: count + 1) { target, written in
            target[0] = 0
            for entry in 0..<count {
                let id = Int(ids[entry])
                total &+= parts.offsets[id + 1] &- parts.offsets[id]
                target[entry + 1] = total
            }
            written = count + 1
        }
        // Unsafe: the room was summed up. Short values are copied as one word of sixteen bytes: what is too much is
        // overwritten by the next.
        bytes = [UInt8](unsafeUninitializedCapacity: total + 16) { target, written in
            written = total
            guard var target = UnsafeMutableRawPointer(target.baseAddress) else { return }
            for entry in 0..<count {
                let start = parts.offsets[Int(ids[entry])]
                let length = parts.offsets[Int(ids[entry]) + 1] - start
                if length <= 16, start + 16 <= parts.arenaCapacity {
                    let word = (parts.arena + start).loadUnaligned(as: SIMD2<UInt64>.self)
                    target.storeBytes(of: word, as: SIMD2<UInt64>.self)
                } else {
                    target.copyMemory(from: parts.arena + start, byteCount: length)
                }
                target += length
            }
        }
    }
}
