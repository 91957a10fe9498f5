import CColumnKernels
import CDelimiterScan

extension ByteArrayDictionary {
    /// The largest table, in places, that is searched without fetching ahead: table and keys lie in the first-level cache.
    private static let smallTable = 1024

    /// Ids of a whole column of tokens, written to `ids`; the token `-` is NULL.
    ///
    /// `onReject` is called with the row of a token that is empty or not UTF-8; its id is 0. From the first call on, `-`
    /// is NULL for this dictionary wherever it comes from.
    ///
    /// - Complexity: one probe a row; none for a row that repeats the one before.
    public func intern(
        _ tokens: TokenColumn,
        into ids: UnsafeMutablePointer<UInt32>,
        onReject: (Int) -> Void
    ) {
        parts.readDashAsNull()
        if level != .plain {
            internEight(tokens, into: ids, onReject)
        } else if parts.mask < Self.smallTable {
            internDirectly(tokens, into: ids, onReject)
        } else {
            internAhead(tokens, into: ids, onReject)
        }
    }

    /// Eight rows at a time; those that are new or unusual afterwards, in their order.
    private func internEight(
        _ tokens: TokenColumn,
        into ids: UnsafeMutablePointer<UInt32>,
        _ onReject: (Int) -> Void
    ) {
        var lines = tokens.kernelArgument
        var column = flowconv_column()
        column.kind = FLOWCONV_TEXT
        column.values = UnsafeMutableRawPointer(ids)
        column.dictionary = parts.kernelArgument
        column.others.rows = rowScratch.room(tokens.count + Int(FLOWCONV_LIST_SLACK))
        flowconv_parse_columns(level.argument, &lines, &column, 1)
        let rows = UnsafeBufferPointer<UInt32>(start: column.others.rows, count: column.others.count)
        intern(tokens, rows: rows, into: ids, onReject: onReject)
    }

    /// The dictionary as the kernels in C take it, good until the next insertion; `-` is NULL from now on.
    public func kernelArgument() -> flowconv_dictionary {
        parts.readDashAsNull()
        return parts.kernelArgument
    }

    /// Ids of the listed rows, which the kernels have left alone, one after the other.
    public func intern(
        _ tokens: TokenColumn,
        rows: UnsafeBufferPointer<UInt32>,
        into ids: UnsafeMutablePointer<UInt32>,
        onReject: (Int) -> Void
    ) {
        // Unsafe: scratch on the stack, written before it is read.
        withUnsafeTemporaryAllocation(of: PendingToken.self, capacity: Self.group) { pending in
            var parts = parts
            defer { self.parts = parts }
            var rest = rows[...]
            while !rest.isEmpty {
                let group = rest.prefix(Self.group)
                rest = rest.dropFirst(group.count)
                for (index, row) in group.enumerated() { pending[index] = parts.fetchPlace(tokens, Int(row)) }
                for (index, row) in group.enumerated() {
                    let token = pending[index]
                    let bytes = tokens.bytes + Int(token.start)
                    var id = parts.find(token.key, token.hash, bytes, token.length)
                    if id == Self.absent { id = parts.add(token.key, bytes, token.length) }
                    if id == Self.notUTF8 {
                        onReject(Int(row))
                        id = 0
                    }
                    ids[Int(row)] = id
                }
            }
        }
    }

    /// One row after the other.
    private func internDirectly(
        _ tokens: TokenColumn,
        into ids: UnsafeMutablePointer<UInt32>,
        _ onReject: (Int) -> Void
    ) {
        var parts = parts
        defer { self.parts = parts }
        var previous = PreviousToken()
        var repeats = 0
        var row = 0
        var ends = tokens.ends
        while row < tokens.count {
            if repeats > 2 {
                // Most columns of flow logs hardly change: this loop is all that they cost.
                row = tokens.fill(ids, from: row, whileRepeating: previous)
                ends = tokens.ends + row &* tokens.stride
                repeats = 0
                continue
            }
            let start = ends[-1] &+ 1
            let length = Int(ends[0] &- start)
            ends += tokens.stride
            let bytes = tokens.bytes + Int(start)
            let key = parts.key(bytes, length)
            if previous.is(key, length) {
                repeats &+= 1
            } else {
                repeats = 0
                let id = parts.find(key, key.hash, bytes, length)
                previous = PreviousToken(key, length, id == Self.absent ? parts.add(key, bytes, length) : id)
                if previous.id == Self.notUTF8 {
                    onReject(row)
                    previous = PreviousToken()
                }
            }
            ids[row] = previous.id
            row &+= 1
        }
    }

    /// In groups of rows whose places in the table, and then whose keys, are fetched while the group before is searched
    /// for, so that cache misses overlap with each other and with work.
    private func internAhead(
        _ tokens: TokenColumn,
        into ids: UnsafeMutablePointer<UInt32>,
        _ onReject: (Int) -> Void
    ) {
        // Unsafe: scratch on the stack, written before it is read.
        withUnsafeTemporaryAllocation(of: PendingToken.self, capacity: 2 * Self.group) { pending in
            guard let first = pending.baseAddress else { return }
            var parts = parts
            defer { self.parts = parts }
            var previous = PreviousToken()
            var (current, next) = (first, first + Self.group)
            var count = parts.fetchPlaces(tokens, from: 0, current)
            parts.fetchKeys(current, count)
            var row = 0
            while count > 0 {
                let nextCount = parts.fetchPlaces(tokens, from: row &+ count, next)
                for index in 0..<count {
                    let token = current[index]
                    if !previous.is(token.key, token.length) {
                        let bytes = tokens.bytes + Int(token.start)
                        let id = parts.find(token.key, token.hash, bytes, token.length)
                        previous = PreviousToken(
                            token.key,
                            token.length,
                            id == Self.absent ? parts.add(token.key, bytes, token.length) : id
                        )
                        if previous.id == Self.notUTF8 {
                            onReject(row &+ index)
                            previous = PreviousToken()
                        }
                    }
                    ids[row &+ index] = previous.id
                }
                parts.fetchKeys(next, nextCount)
                row &+= count
                count = nextCount
                swap(&current, &next)
            }
        }
    }

    /// Rows whose places in the table are fetched together: two groups fit what Swift keeps on the stack, 1 KiB.
    fileprivate static let group = 12
}

extension ByteArrayDictionary.Parts {
    /// Everything as the C kernel takes it, good until the next insertion.
    fileprivate var kernelArgument: flowconv_dictionary {
        // Unsafe: a key is two words without padding.
        flowconv_dictionary(
            table: table,
            mask: UInt64(mask),
            keys: UnsafeRawPointer(keys).assumingMemoryBound(to: UInt64.self),
            offsets: UnsafeRawPointer(offsets).assumingMemoryBound(to: Int64.self),
            arena: UnsafeRawPointer(arena).assumingMemoryBound(to: UInt8.self),
            count: count,
            has_null: readsDashAsNull ? 1 : 0
        )
    }

    /// Adds a token that is not there; its id, or ``ByteArrayDictionary/notUTF8`` for one that is no value.
    @inline(never)
    fileprivate mutating func add(_ key: DictionaryKey, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        length > 0 ? insert(key, key.hash, bytes, length) : ByteArrayDictionary.notUTF8
    }

    /// Works out the keys of the next rows and asks for the cache lines of the table that they will be looked up in.
    ///
    /// Returns the number of rows.
    @inline(__always)
    fileprivate func fetchPlaces(
        _ tokens: TokenColumn,
        from row: Int,
        _ pending: UnsafeMutablePointer<PendingToken>
    ) -> Int {
        let count = min(ByteArrayDictionary.group, tokens.count - row)
        guard count > 0 else { return 0 }
        for index in 0..<count { pending[index] = fetchPlace(tokens, row &+ index) }
        return count
    }

    /// Works out the key of one row, and asks for the cache line of the table that it will be looked up in.
    @inline(__always)
    fileprivate func fetchPlace(_ tokens: TokenColumn, _ row: Int) -> PendingToken {
        let ends = tokens.ends + row &* tokens.stride
        let start = ends[-1] &+ 1
        let length = Int(ends[0] &- start)
        let key = key(tokens.bytes + Int(start), length)
        let hash = key.hash
        flowconv_prefetch(table + (Int(truncatingIfNeeded: hash) & mask))
        return PendingToken(key: key, hash: hash, start: start, shortLength: UInt32(length))
    }

    /// Asks for the keys that the table names at those places.
    @inline(__always)
    fileprivate func fetchKeys(_ pending: UnsafeMutablePointer<PendingToken>, _ count: Int) {
        for index in 0..<count {
            let entry = table[Int(truncatingIfNeeded: pending[index].hash) & mask]
            flowconv_prefetch(keys + (Int(entry) & mask))
        }
    }
}

extension TokenColumn {
    /// Writes the id of `previous` for the rows from `row` on that repeat it; returns the first that does not.
    @inline(__always)
    fileprivate func fill(
        _ ids: UnsafeMutablePointer<UInt32>,
        from row: Int,
        whileRepeating previous: PreviousToken
    ) -> Int {
        let size = previous.length
        guard size > 0, size <= ByteArrayDictionary.inlineLimit else { return row }
        var row = row
        var ends = ends + row * stride
        let length = UInt32(truncatingIfNeeded: size)
        // The bytes that count in the second word; the length is compared by itself.
        let highMask = ~(~UInt64(0) << UInt64(max(size - 8, 0) * 8))
        let lowMask = ~(~UInt64(0) << UInt64(min(size, 8) * 8))
        let high = previous.key.high & highMask
        while row < count {
            let start = ends[-1] &+ 1
            let token = bytes + Int(start)
            guard ends[0] &- start == length, Memory.load8(token) & lowMask == previous.key.low,
                Memory.load8(token + 8) & highMask == high
            else { break }
            ids[row] = previous.id
            row &+= 1
            ends += stride
        }
        return row
    }
}

/// The token before, and its id; at first one that no token is like.
private struct PreviousToken {
    let key: DictionaryKey
    let length: Int
    let id: UInt32

    @inline(__always)
    init(_ key: DictionaryKey, _ length: Int, _ id: UInt32) {
        self.key = key
        self.length = length
        self.id = id
    }

    init() { self.init(.none, 0, 0) }

    /// Whether a token of this key is the same; a long one's key is a hash and says too little.
    @inline(__always)
    func `is`(_ other: DictionaryKey, _ length: Int) -> Bool {
        key.low == other.low && key.high == other.high && length <= ByteArrayDictionary.inlineLimit
    }
}

/// A token on its way to its id.
private struct PendingToken {
    let key: DictionaryKey
    let hash: UInt64
    let start: UInt32
    let shortLength: UInt32

    var length: Int { Int(shortLength) }
}
