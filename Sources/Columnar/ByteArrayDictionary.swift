/// The distinct values of a text column, numbered from 1 in the order they came; 0 is NULL.
///
/// Three parts: a hash table of 8 bytes a place, with open addressing; the keys of the values, by id; and one arena of
/// bytes. A value of at most 15 bytes is its own key; a longer one has 120 bits of hash as its key and is then compared
/// byte by byte. Table and keys of a hundred thousand addresses are small enough to stay in a second-level cache, and the
/// values that come most have low ids, side by side.
///
/// The dictionary belongs to one task at a time. Ids stay valid until ``removeAll()``.
public final class ByteArrayDictionary: @unchecked Sendable {
    // Unsafe: probed once a value in the hottest loop of the house. All are freed in deinit and leave this type only for
    // the length of a call.

    /// Of each place the high half of the key's hash, and below it the id; 0 where the place is free.
    var table: UnsafeMutablePointer<UInt64>
    var mask: Int
    /// The key of each id.
    var keys: UnsafeMutablePointer<DictionaryKey>
    private var keyCapacity: Int
    private var arena: UnsafeMutableRawPointer
    private var arenaCapacity: Int
    private var arenaCount = 0
    /// Where value `id` begins; one more than there are ids, so that a length is a difference.
    private var offsets: [Int] = [0, 0]
    /// A zero for every id: room to renumber ids in.
    ///
    /// Whoever writes to it puts the zeros back, so that its cost is that of the rows at hand and not that of the
    /// dictionary.
    private var localIDs: UnsafeMutableBufferPointer<UInt32> = .init(start: nil, count: 0)

    /// The longest value in bytes that is its own key.
    static let inlineLimit = 15

    private static let firstCapacity = 256

    /// An empty dictionary.
    public init() {
        table = Self.makeTable(Self.firstCapacity)
        mask = Self.firstCapacity - 1
        keyCapacity = Self.firstCapacity
        keys = .allocate(capacity: keyCapacity)
        keys[0] = .none
        arenaCapacity = 1 << 12
        arena = .allocate(byteCount: arenaCapacity, alignment: 16)
    }

    deinit {
        table.deallocate()
        keys.deallocate()
        arena.deallocate()
        localIDs.deallocate()
    }

    /// The number of distinct values; ids run from 1 to here.
    public var count: Int { offsets.count - 2 }

    /// Bytes that the dictionary holds on to.
    public var memoryFootprint: Int {
        (mask + 1) * 8 + keyCapacity * MemoryLayout<DictionaryKey>.stride + arenaCapacity + offsets.capacity * 8
            + localIDs.count * 4
    }

    /// Room for one number an id, all of them 0.
    func clearedLocalIDs() -> UnsafeMutablePointer<UInt32> {
        if localIDs.count <= count {
            localIDs.deallocate()
            localIDs = .allocate(capacity: max((count + 1) * 2, 1024))
            localIDs.initialize(repeating: 0)
        }
        // The buffer has at least 1024 elements, so it has a first one.
        return localIDs.baseAddress.unsafelyUnwrapped
    }

    /// Forgets every value; ids given so far mean nothing any more.
    public func removeAll() {
        table.deallocate()
        table = Self.makeTable(Self.firstCapacity)
        mask = Self.firstCapacity - 1
        arena.deallocate()
        arenaCapacity = 1 << 12
        arena = .allocate(byteCount: arenaCapacity, alignment: 16)
        arenaCount = 0
        offsets = [0, 0]
    }

    /// The bytes of value `id`; none for 0 and for ids that were never given.
    public func bytes(of id: UInt32) -> [UInt8] {
        withBytes(of: id) { Array($0) }
    }

    /// Calls `body` with the bytes of value `id` in place; none for 0 and for ids that were never given.
    public func withBytes<Result>(of id: UInt32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let index = Int(id)
        guard index > 0, index + 1 < offsets.count else {
            return try body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        let start = offsets[index]
        return try body(UnsafeRawBufferPointer(start: arena + start, count: offsets[index + 1] - start))
    }

    /// The id of `value`, which is added where it is new; `UInt32.max` for bytes that are not UTF-8.
    public func id(of value: [UInt8]) -> UInt32 {
        var padded = [UInt8](repeating: 0, count: value.count + 32)
        padded.replaceSubrange(16..<(16 + value.count), with: value)
        return padded.withUnsafeBufferPointer { buffer in
            // Unsafe: the copy gives the 16 readable bytes on both sides that `find` asks for.
            guard let base = buffer.baseAddress else { return 0 }
            let key = DictionaryKey(base + 16, value.count)
            return find(key, hash: key.hash, base + 16, value.count)
        }
    }

    // MARK: The table

    /// What ``find(_:_:_:)`` answers for bytes that are not UTF-8: such a value is never added.
    static let notUTF8 = UInt32.max

    /// The id of the `length` bytes at `bytes` whose key is `key`; they are added where they are new.
    @inline(__always)
    func find(_ key: DictionaryKey, hash: UInt64, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        // Copies of the properties: nothing else runs until one of them is changed by `insert`, which ends the search.
        let table = table
        let mask = mask
        var place = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = table[place]
            if entry == 0 { return insert(key, hash, bytes, length, at: place) }
            if entry >> 32 == hash >> 32 {
                let id = UInt32(truncatingIfNeeded: entry)
                let known = keys[Int(id)]
                if known.low == key.low, known.high == key.high,
                    length <= Self.inlineLimit || isEqual(id, bytes, length)
                {
                    return id
                }
            }
            place = (place &+ 1) & mask
        }
    }

    @inline(__always)
    private func isEqual(_ id: UInt32, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let start = offsets[Int(id)]
        return offsets[Int(id) + 1] - start == length && Memory.equal(arena + start, bytes, length)
    }

    @inline(never)
    private func insert(
        _ key: DictionaryKey,
        _ hash: UInt64,
        _ bytes: UnsafePointer<UInt8>,
        _ length: Int,
        at place: Int
    ) -> UInt32 {
        guard Memory.isUTF8(bytes, length) else { return Self.notUTF8 }
        let id = offsets.count - 1
        reserveArena(length)
        (arena + arenaCount).copyMemory(from: bytes, byteCount: length)
        arenaCount += length
        offsets.append(arenaCount)
        reserveKeys(id + 1)
        keys[id] = key
        table[place] = Self.entry(hash, id)
        if (id + 1) * 2 > mask { grow() }
        return UInt32(truncatingIfNeeded: id)
    }

    private static func entry(_ hash: UInt64, _ id: Int) -> UInt64 {
        hash & 0xFFFF_FFFF_0000_0000 | UInt64(UInt32(truncatingIfNeeded: id))
    }

    private func reserveArena(_ length: Int) {
        guard arenaCount + length > arenaCapacity else { return }
        arenaCapacity = max(arenaCount + length, arenaCapacity * 2)
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: arenaCapacity, alignment: 16)
        fresh.copyMemory(from: arena, byteCount: arenaCount)
        arena.deallocate()
        arena = fresh
    }

    private func reserveKeys(_ count: Int) {
        guard count > keyCapacity else { return }
        let fresh = UnsafeMutablePointer<DictionaryKey>.allocate(capacity: keyCapacity * 2)
        fresh.update(from: keys, count: keyCapacity)
        keys.deallocate()
        keys = fresh
        keyCapacity *= 2
    }

    private func grow() {
        let capacity = (mask + 1) * 4
        let fresh = Self.makeTable(capacity)
        for id in 1...max(count, 1) {
            let hash = keys[id].hash
            var place = Int(truncatingIfNeeded: hash) & (capacity - 1)
            while fresh[place] != 0 { place = (place + 1) & (capacity - 1) }
            fresh[place] = Self.entry(hash, id)
        }
        table.deallocate()
        table = fresh
        mask = capacity - 1
    }

    private static func makeTable(_ capacity: Int) -> UnsafeMutablePointer<UInt64> {
        let table = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity)
        table.initialize(repeating: 0, count: capacity)
        return table
    }
}
