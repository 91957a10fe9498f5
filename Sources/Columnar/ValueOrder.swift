/// Sorts the values of a dictionary, in unsigned byte order.
struct ValueOrder {
    /// All ids in the order of their values, as far as they were asked for.
    private var all: [UInt32] = []

    /// Bytes that the order of all values takes.
    var memoryFootprint: Int { all.count * 4 }

    /// All ids from 1 on in the order of their values; sorted anew where the dictionary has grown.
    mutating func ids(of parts: ByteArrayDictionary.Parts) -> [UInt32] {
        if all.count != parts.count { all = Self.sorted((0..<parts.count).map { UInt32($0 + 1) }, of: parts) }
        return all
    }

    mutating func removeAll() { all = [] }

    /// The same ids in the order of their values: by the first sixteen bytes as two numbers, then by comparing what those
    /// leave equal.
    static func sorted(_ ids: [UInt32], of parts: ByteArrayDictionary.Parts) -> [UInt32] {
        let count = ids.count
        guard count > 1 else { return ids }
        let (highRoom, lowRoom, placeRoom) = (ScratchBuffer<UInt64>(), ScratchBuffer<UInt64>(), ScratchBuffer<UInt32>())
        let (high, low, places) = (highRoom.room(count), lowRoom.room(count), placeRoom.room(count))
        for place in 0..<count { (high[place], low[place]) = parts.firstWords(ids[place]) }
        PackedText.sort(places, count: count, first: high, second: low, by: RadixSort())
        var start = 0
        while start < count {
            var end = start + 1
            let place = Int(places[start])
            while end < count, high[Int(places[end])] == high[place], low[Int(places[end])] == low[place] { end += 1 }
            if end - start > 1 {
                var equals = UnsafeMutableBufferPointer(start: places + start, count: end - start)
                equals.sort {
                    parts.bytes(ids[Int($0)]).lexicographicallyPrecedes(parts.bytes(ids[Int($1)]))
                }
            }
            start = end
        }
        return (0..<count).map { ids[Int(places[$0])] }
    }
}

extension ByteArrayDictionary.Parts {
    /// The bytes of a value in the arena.
    fileprivate func bytes(_ id: UInt32) -> UnsafeRawBufferPointer {
        let start = offsets[Int(id)]
        return UnsafeRawBufferPointer(start: arena + start, count: offsets[Int(id) + 1] - start)
    }

    /// The first sixteen bytes of a value as two numbers, the first byte in the highest place, 0 behind the end.
    @inline(__always)
    fileprivate func firstWords(_ id: UInt32) -> (UInt64, UInt64) {
        // A short value is its own key, with its length in the last byte.
        let key = keys[Int(id)]
        if key.high >> 56 <= UInt64(ByteArrayDictionary.inlineLimit) {
            return (key.low.byteSwapped, (key.high & 0x00FF_FFFF_FFFF_FFFF).byteSwapped)
        }
        let bytes = bytes(id)
        return (
            UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }
}
