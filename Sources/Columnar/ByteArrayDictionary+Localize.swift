import CDelimiterScan

extension ByteArrayDictionary {
    /// What a column has of a dictionary: the values in unsigned byte order, numbered from 1.
    struct LocalValues {
        /// Where each begins in `bytes`; one more than there are.
        var offsets = [0]
        /// One behind the other.
        var bytes: [UInt8] = []
        /// How many rows have each.
        var counts: [UInt32] = []
        /// How many rows are NULL.
        var nullCount = 0
    }

    /// Renumbers the ids of `vector` in place, in the order of the values that the column has, and copies those out.
    ///
    /// Several tasks may do so at a time while nothing is added to the dictionary.
    ///
    /// - Complexity: two look-ups a row, and sorting the values once for all columns.
    func localize(_ vector: ColumnVector) -> LocalValues {
        if count < RowKernels.tallyLimit { return localizeFew(vector) }
        return withRenumberingRoom { room in
            // Few rows must not cost what a large dictionary costs.
            let isSparse = vector.count < count / 2
            let order: [UInt32]
            if isSparse {
                order = ValueOrder.sorted(vector.withMutableIDs { Self.list($0, room) }, of: parts)
            } else {
                vector.withMutableIDs { Self.tally($0, room) }
                order = idsByValue()
            }
            var values = LocalValues()
            values.nullCount = Int(room[0])
            room[0] = 0
            let used = Self.number(order, room, &values.counts)
            if !Self.areNumbers(used) { vector.withMutableIDs { Self.renumber($0, room) } }
            for id in used { room[Int(id)] = 0 }
            (values.offsets, values.bytes) = copy(used)
            return values
        }
    }

    /// The same for so few values that rows are counted by them.
    private func localizeFew(_ vector: ColumnVector) -> LocalValues {
        let tally = vector.withValues(as: UInt32.self) { RowKernels.tally($0, upTo: count) }
        let used = idsByValue().filter { tally[Int($0)] > 0 }
        if !Self.areNumbers(used) {
            var numbers = [UInt32](repeating: 0, count: RowKernels.tallyLimit)
            for (place, id) in used.enumerated() { numbers[Int(id)] = UInt32(place + 1) }
            vector.withMutableIDs { RowKernels.replace($0, by: numbers) }
        }
        let (offsets, bytes) = copy(used)
        let counts = used.map { UInt32(truncatingIfNeeded: tally[Int($0)]) }
        return LocalValues(offsets: offsets, bytes: bytes, counts: counts, nullCount: tally[0])
    }

    /// Whether ids are the numbers from 1 on.
    private static func areNumbers(_ ids: [UInt32]) -> Bool {
        ids.indices.allSatisfy { ids[$0] == UInt32(truncatingIfNeeded: $0 + 1) }
    }

    // MARK: Rows

    // Unsafe: `room` has a number for every id of the dictionary, which gave those of the rows.

    /// How far ahead of the loops rows are fetched: a page, since processors do the rest of each by themselves.
    private static let fetchedRows = 1024

    /// Counts the rows of each id.
    private static func tally(_ ids: UnsafeMutableBufferPointer<UInt32>, _ room: UnsafeMutablePointer<UInt32>) {
        let count = ids.count
        guard let ids = ids.baseAddress else { return }
        var row = 0
        while row &+ 8 <= count {
            flowconv_prefetch(ids + row + fetchedRows)
            // Columns that hardly change are counted eight rows at a time.
            if ids[row] == ids[row &+ 1], Memory.isRunOfEight(ids + row) {
                room[Int(ids[row])] &+= 8
            } else {
                for next in row..<row &+ 8 { room[Int(ids[next])] &+= 1 }
            }
            row &+= 8
        }
        for next in row..<count { room[Int(ids[next])] &+= 1 }
    }

    /// Counts the rows of each id, and lists the ids that there are, but for NULL.
    private static func list(
        _ ids: UnsafeMutableBufferPointer<UInt32>,
        _ room: UnsafeMutablePointer<UInt32>
    ) -> [UInt32] {
        var listed: [UInt32] = []
        for id in ids {
            if room[Int(id)] == 0, id != 0 { listed.append(id) }
            room[Int(id)] &+= 1
        }
        return listed
    }

    /// Numbers the ids that have rows, from 1 on in the given order, and returns those ids.
    ///
    /// What was counted goes to `counts`, and the number takes its place.
    private static func number(
        _ order: [UInt32],
        _ room: UnsafeMutablePointer<UInt32>,
        _ counts: inout [UInt32]
    ) -> [UInt32] {
        var used: [UInt32] = []
        used.reserveCapacity(order.count)
        counts.reserveCapacity(order.count)
        for id in order where room[Int(id)] > 0 {
            used.append(id)
            counts.append(room[Int(id)])
            room[Int(id)] = UInt32(truncatingIfNeeded: used.count)
        }
        return used
    }

    private static func renumber(_ ids: UnsafeMutableBufferPointer<UInt32>, _ room: UnsafeMutablePointer<UInt32>) {
        let count = ids.count
        guard let ids = ids.baseAddress else { return }
        var row = 0
        while row &+ 16 <= count {
            flowconv_prefetch(ids + row + fetchedRows)
            for next in row..<row &+ 16 { ids[next] = room[Int(ids[next])] }
            row &+= 16
        }
        for next in row..<count { ids[next] = room[Int(ids[next])] }
    }

    // MARK: Values

    /// Puts the values of some ids one behind the other.
    private func copy(_ ids: [UInt32]) -> (offsets: [Int], bytes: [UInt8]) {
        let parts = parts
        let count = ids.count
        var total = 0
        let offsets = [Int](unsafeUninitializedCapacity: count + 1) { target, written in
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
        let bytes = [UInt8](unsafeUninitializedCapacity: total + 16) { target, written in
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
        return (offsets, bytes)
    }
}
