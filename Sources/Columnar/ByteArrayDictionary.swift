/// The distinct values of a text column, numbered from 1 in the order they came; 0 is NULL.
///
/// A hash table with open addressing over one arena of bytes. A value of at most 15 bytes is its own key, so that a hit
/// costs one cache line; a longer one is found by 128 bits of hash and then compared byte by byte.
///
/// The dictionary belongs to one task at a time. Ids stay valid until ``removeAll()``.
public final class ByteArrayDictionary: @unchecked Sendable {
    /// One place of the table: 32 bytes, two to a cache line.
    struct Slot {
        /// Bytes 0 to 7, or the first half of a long value's hash.
        var low: UInt64
        /// Bytes 8 to 14 and the length in the top byte; for a long value the second half of its hash under `0xFF`.
        var high: UInt64
        /// Where a long value stands in the arena.
        var offset: Int
        /// 0 where the place is free.
        var id: UInt32
        var length: UInt32
    }

    // Unsafe: probed once a value in the hottest loop of the house. All three are freed in deinit and leave this type
    // only for the length of a call.
    var slots: UnsafeMutablePointer<Slot>
    var mask: Int
    var arena: UnsafeMutableRawPointer
    private var arenaCapacity: Int
    private(set) var arenaCount = 0
    /// Where value `id` begins; one more than there are ids, so that a length is a difference.
    private(set) var offsets: [Int] = [0, 0]

    /// A zero for every id: room to renumber ids in.
    ///
    /// Whoever writes to it puts the zeros back, so that its cost is that of the rows at hand and not that of the
    /// dictionary.
    private var localIDs: UnsafeMutableBufferPointer<UInt32> = .init(start: nil, count: 0)

    /// The longest value in bytes that is its own key.
    static let inlineLimit = 15

    /// An empty dictionary.
    public init() {
        slots = Self.makeSlots(1 << 8)
        mask = (1 << 8) - 1
        arenaCapacity = 1 << 12
        arena = .allocate(byteCount: arenaCapacity + 16, alignment: 16)
    }

    deinit {
        slots.deallocate()
        arena.deallocate()
        localIDs.deallocate()
    }

    /// The number of distinct values; ids run from 1 to here.
    public var count: Int { offsets.count - 2 }

    /// Bytes that the dictionary holds on to.
    public var memoryFootprint: Int {
        (mask + 1) * MemoryLayout<Slot>.stride + arenaCapacity + offsets.capacity * MemoryLayout<Int>.stride
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
        slots.deallocate()
        slots = Self.makeSlots(1 << 8)
        mask = (1 << 8) - 1
        arena.deallocate()
        arenaCapacity = 1 << 12
        arena = .allocate(byteCount: arenaCapacity + 16, alignment: 16)
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
            return find(DictionaryKey(base + 16, value.count), base + 16, value.count)
        }
    }

    // MARK: The table

    /// What ``find(_:_:_:)`` answers for bytes that are not UTF-8: such a value is never added.
    static let notUTF8 = UInt32.max

    /// The id of the `length` bytes at `bytes` whose key is `key`; they are added where they are new.
    @inline(__always)
    func find(_ key: DictionaryKey, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        // Copies of the properties: nothing else runs until one of them is changed by `insert`, which ends the search.
        let slots = slots
        let mask = mask
        var index = Int(truncatingIfNeeded: key.hash) & mask
        while true {
            let slot = slots + index
            if slot.pointee.low == key.low, slot.pointee.high == key.high, slot.pointee.id != 0,
                length <= Self.inlineLimit || isEqual(slot, bytes, length)
            {
                return slot.pointee.id
            }
            if slot.pointee.id == 0 { return insert(key, bytes, length, at: index) }
            index = (index &+ 1) & mask
        }
    }

    @inline(__always)
    private func isEqual(_ slot: UnsafePointer<Slot>, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        Int(slot.pointee.length) == length && Memory.equal(arena + slot.pointee.offset, bytes, length)
    }

    @inline(never)
    private func insert(_ key: DictionaryKey, _ bytes: UnsafePointer<UInt8>, _ length: Int, at index: Int) -> UInt32 {
        guard Memory.isUTF8(bytes, length) else { return Self.notUTF8 }
        let id = UInt32(truncatingIfNeeded: offsets.count - 1)
        reserveArena(length)
        (arena + arenaCount).copyMemory(from: bytes, byteCount: length)
        slots[index] = Slot(low: key.low, high: key.high, offset: arenaCount, id: id, length: UInt32(length))
        arenaCount += length
        offsets.append(arenaCount)
        if (offsets.count - 2) * 2 > mask { grow() }
        return id
    }

    private func reserveArena(_ length: Int) {
        guard arenaCount + length > arenaCapacity else { return }
        arenaCapacity = max(arenaCount + length, arenaCapacity * 2)
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: arenaCapacity + 16, alignment: 16)
        fresh.copyMemory(from: arena, byteCount: arenaCount)
        arena.deallocate()
        arena = fresh
    }

    private func grow() {
        let old = UnsafeBufferPointer(start: slots, count: mask + 1)
        let capacity = (mask + 1) * 4
        let fresh = Self.makeSlots(capacity)
        let freshMask = capacity - 1
        for slot in old where slot.id != 0 {
            var index = Int(truncatingIfNeeded: DictionaryKey.hash(slot.low, slot.high)) & freshMask
            while fresh[index].id != 0 { index = (index &+ 1) & freshMask }
            fresh[index] = slot
        }
        slots.deallocate()
        slots = fresh
        mask = freshMask
    }

    private static func makeSlots(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
        slots.initialize(repeating: Slot(low: 0, high: 0, offset: 0, id: 0, length: 0), count: capacity)
        return slots
    }
}
