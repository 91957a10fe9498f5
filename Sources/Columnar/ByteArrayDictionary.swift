import CColumnKernels
import Synchronization

/// The distinct values of a text column, numbered from 1 in the order they came; 0 is NULL.
///
/// Three parts: a hash table of 4 bytes a place, with open addressing; the keys of the values, by id; and one arena of
/// bytes. A value of at most 15 bytes is its own key; a longer one has 120 bits of hash as its key and is then compared
/// byte by byte. Table and keys of a hundred thousand addresses are small enough to stay in a second-level cache, and the
/// values that come most have low ids, side by side.
///
/// The dictionary belongs to one task at a time. Ids stay valid until ``removeAll()``.
public final class ByteArrayDictionary: @unchecked Sendable {
    /// Where everything is: what a search needs to know, to be copied before a loop and again after an insertion.
    struct Parts {
        // Unsafe: probed once a value in the hottest loop of the house. All are freed in the dictionary's deinit and used
        // only for the length of a call.

        /// Of each place an id in the bits of `mask`, and in those above it a tag of the key's hash; 0 where it is free.
        var table: UnsafeMutablePointer<UInt32>
        var mask: Int
        /// The key of each id.
        var keys: UnsafeMutablePointer<DictionaryKey>
        /// Where value `id` begins in the arena; one more than there are ids, so that a length is a difference.
        var offsets: UnsafeMutablePointer<Int>
        var arena: UnsafeMutableRawPointer
        /// Of each length of a short value the bytes of a key that are its own, see ``DictionaryKey``.
        let masks: UnsafePointer<DictionaryKey.Mask>
        /// Distinct values.
        var count = 0
        var keyCapacity: Int
        var arenaCapacity: Int
        /// Whether the token `-` is NULL rather than a value, and in the table as such.
        var readsDashAsNull = false
    }

    /// Loops work on a copy and put it back when they are done: nobody else looks at the dictionary meanwhile.
    var parts: Parts
    /// The number of distinct values; ids run from 1 to here.
    public var count: Int { parts.count }
    /// Rooms to renumber ids in, for as many tasks as do so at a time.
    private let renumberingRooms = Mutex(RenumberingRooms())
    private let valueOrder = Mutex(ValueOrder())

    /// What looking up tokens may use of the processor, eight at a time above the plain level; the ids are the same.
    let level: KernelLevel
    /// Room for a list of rows.
    let rowScratch = ScratchBuffer<UInt32>()

    /// The longest value in bytes that is its own key.
    static let inlineLimit = Int(FLOWCONV_INLINE_LIMIT)

    fileprivate static let firstCapacity = 256

    /// An empty dictionary.
    public convenience init() { self.init(level: .best) }

    /// An empty dictionary; the processor must have the level.
    init(level: KernelLevel) {
        self.level = level
        parts = Parts(
            table: Parts.makeTable(Self.firstCapacity),
            mask: Self.firstCapacity - 1,
            keys: .allocate(capacity: Self.firstCapacity),
            offsets: .allocate(capacity: Self.firstCapacity + 1),
            arena: .allocate(byteCount: 16 * Self.firstCapacity, alignment: 16),
            masks: DictionaryKey.makeMasks(),
            keyCapacity: Self.firstCapacity,
            arenaCapacity: 16 * Self.firstCapacity
        )
        parts.describeNull()
    }

    deinit {
        parts.table.deallocate()
        parts.keys.deallocate()
        parts.offsets.deallocate()
        parts.arena.deallocate()
        parts.masks.deallocate()
        renumberingRooms.withLock { $0.removeAll() }
    }

    /// Bytes that the dictionary holds on to.
    public var memoryFootprint: Int {
        (parts.mask + 1) * 4 + parts.keyCapacity * (MemoryLayout<DictionaryKey>.stride + 8) + parts.arenaCapacity
            + renumberingRooms.withLock { $0.capacity } * 4 + valueOrder.withLock { $0.memoryFootprint }
    }

    /// Calls `body` with room for one number an id, all of them 0; it puts the zeros back.
    func withRenumberingRoom<Result>(_ body: (UnsafeMutablePointer<UInt32>) throws -> Result) rethrows -> Result {
        let room = renumberingRooms.withLock { $0.take(forIDs: count) }
        defer { renumberingRooms.withLock { $0.giveBack(room) } }
        return try body(room.address)
    }

    /// All ids in the order of their values.
    func idsByValue() -> [UInt32] {
        let parts = parts
        return valueOrder.withLock { $0.ids(of: parts) }
    }

    /// Forgets every value; ids given so far mean nothing any more.
    public func removeAll() {
        parts.count = 0
        parts.table.deallocate()
        parts.table = Parts.makeTable(Self.firstCapacity)
        parts.mask = Self.firstCapacity - 1
        parts.describeNull()
        valueOrder.withLock { $0.removeAll() }
    }

    /// The bytes of value `id`; none for 0 and for ids that were never given.
    public func bytes(of id: UInt32) -> [UInt8] {
        withBytes(of: id) { Array($0) }
    }

    /// Calls `body` with the bytes of value `id` in place; none for 0 and for ids that were never given.
    public func withBytes<Result>(of id: UInt32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let index = Int(id)
        guard index > 0, index <= count else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        let start = parts.offsets[index]
        return try body(UnsafeRawBufferPointer(start: parts.arena + start, count: parts.offsets[index + 1] - start))
    }

    /// The id of `value`, which is added where it is new; `UInt32.max` for bytes that are not UTF-8.
    public func id(of value: [UInt8]) -> UInt32 {
        var padded = [UInt8](repeating: 0, count: value.count + 32)
        padded.replaceSubrange(16..<(16 + value.count), with: value)
        return padded.withUnsafeBufferPointer { buffer in
            // Unsafe: the copy gives the 16 readable bytes on both sides that `find` asks for.
            guard let base = buffer.baseAddress else { return 0 }
            let key = parts.key(base + 16, value.count)
            let hash = key.hash
            let known = parts.find(key, hash, base + 16, value.count)
            return known == Self.absent ? parts.insert(key, hash, base + 16, value.count) : known
        }
    }

    /// What ``Parts/find(_:_:_:_:)`` answers for a value that is not there.
    static let absent = UInt32.max
    /// What ``Parts/insert(_:_:_:_:)`` answers for bytes that are not UTF-8: such a value is never added.
    static let notUTF8 = UInt32.max
}

extension ByteArrayDictionary.Parts {
    /// The key of `length` bytes; 16 bytes behind them must be readable.
    @inline(__always)
    func key(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> DictionaryKey {
        length <= ByteArrayDictionary.inlineLimit
            ? DictionaryKey(bytes, masks[length]) : DictionaryKey(hashing: bytes, length)
    }

    /// The id of the `length` bytes at `bytes` whose key is `key`, or ``ByteArrayDictionary/absent``.
    @inline(__always)
    func find(_ key: DictionaryKey, _ hash: UInt64, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        var place = Int(truncatingIfNeeded: hash) & mask
        var steps = 0
        let idBits = UInt32(truncatingIfNeeded: mask)
        let tag = tag(hash)
        while true {
            let entry = table[place]
            if entry == 0 { return ByteArrayDictionary.absent }
            if entry & ~idBits == tag {
                let id = entry & idBits
                let known = keys[Int(id)]
                if known.low == key.low, known.high == key.high,
                    length <= ByteArrayDictionary.inlineLimit || isEqual(id, bytes, length)
                {
                    return id
                }
            }
            steps &+= 1
            place = next(place, steps)
        }
    }

    /// The place to look at after `place`, the one after `steps` of them.
    ///
    /// All of a line, from where the hash points, then the next line: eight tokens at a time are looked for in whole lines.
    @inline(__always)
    private func next(_ place: Int, _ steps: Int) -> Int {
        let last = Self.lineCount - 1
        return steps & last == 0 ? (place &+ Self.lineCount) & mask : place & ~last | (place &+ 1) & last
    }

    @inline(__always)
    private func isEqual(_ id: UInt32, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let start = offsets[Int(id)]
        return offsets[Int(id) + 1] - start == length && Memory.equal(arena + start, bytes, length)
    }

    /// The part of a hash that is kept beside an id in the table: never 0, so that no place looks free.
    @inline(__always)
    private func tag(_ hash: UInt64) -> UInt32 {
        let idBits = UInt32(truncatingIfNeeded: mask)
        return (UInt32(truncatingIfNeeded: hash >> 32) | (idBits &+ 1)) & ~idBits
    }

    // MARK: Growing

    /// Makes the token `-` the name of NULL from now on.
    mutating func readDashAsNull() {
        guard !readsDashAsNull else { return }
        readsDashAsNull = true
        keys[0] = .dash
        place(0, DictionaryKey.dash.hash)
    }

    /// Gives id 0, which stands for NULL, a key that no value has, and no bytes.
    mutating func describeNull() {
        readsDashAsNull = false
        keys[0] = .none
        offsets[0] = 0
        offsets[1] = 0
    }

    /// Adds a value that is not there and returns its id, or ``ByteArrayDictionary/notUTF8``.
    @inline(never)
    mutating func insert(
        _ key: DictionaryKey,
        _ hash: UInt64,
        _ bytes: UnsafePointer<UInt8>,
        _ length: Int
    ) -> UInt32 {
        guard key.isASCII || Memory.isUTF8(bytes, length) else { return ByteArrayDictionary.notUTF8 }
        let id = count + 1
        reserveIDs(id + 1)
        reserveArena(length)
        let start = offsets[id]
        (arena + start).copyMemory(from: bytes, byteCount: length)
        offsets[id + 1] = start + length
        keys[id] = key
        count = id
        if (id + 1) * 2 > mask { grow() } else { place(id, hash) }
        return UInt32(truncatingIfNeeded: id)
    }

    private func place(_ id: Int, _ hash: UInt64) {
        var place = Int(truncatingIfNeeded: hash) & mask
        var steps = 0
        while table[place] != 0 {
            steps += 1
            place = next(place, steps)
        }
        table[place] = tag(hash) | UInt32(truncatingIfNeeded: id)
    }

    private mutating func reserveArena(_ length: Int) {
        let used = offsets[count + 1]
        guard used + length > arenaCapacity else { return }
        arenaCapacity = max(used + length, arenaCapacity * 2)
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: arenaCapacity, alignment: 16)
        fresh.copyMemory(from: arena, byteCount: used)
        arena.deallocate()
        arena = fresh
    }

    private mutating func reserveIDs(_ wanted: Int) {
        guard wanted > keyCapacity else { return }
        let capacity = keyCapacity * 2
        let moreKeys = UnsafeMutablePointer<DictionaryKey>.allocate(capacity: capacity)
        moreKeys.update(from: keys, count: keyCapacity)
        keys.deallocate()
        keys = moreKeys
        let moreOffsets = UnsafeMutablePointer<Int>.allocate(capacity: capacity + 1)
        moreOffsets.update(from: offsets, count: keyCapacity + 1)
        offsets.deallocate()
        offsets = moreOffsets
        keyCapacity = capacity
    }

    /// Makes the table twice as large and puts every id in its place again.
    ///
    /// Not larger: the table of some ten thousand addresses then stays in a second-level cache.
    private mutating func grow() {
        let capacity = (mask + 1) * 2
        table.deallocate()
        table = Self.makeTable(capacity)
        mask = capacity - 1
        for id in (readsDashAsNull ? 0 : 1)...count { place(id, keys[id].hash) }
    }

    /// Places of the table that lie in one line of a cache.
    private static let lineCount = 16

    static func makeTable(_ capacity: Int) -> UnsafeMutablePointer<UInt32> {
        let block = UnsafeMutableRawPointer.allocate(byteCount: capacity * 4, alignment: lineCount * 4)
        return block.initializeMemory(as: UInt32.self, repeating: 0, count: capacity)
    }
}
