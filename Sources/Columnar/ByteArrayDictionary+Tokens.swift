import CDelimiterScan

extension ByteArrayDictionary {
    /// Rows whose places in the table are fetched together, so that their cache misses overlap.
    private static let group = 16

    /// Ids of a whole column of tokens, written to `ids`; the token `-` is NULL.
    ///
    /// `onReject` is called with the row of a token that is empty or not UTF-8; its id is 0.
    ///
    /// - Complexity: one probe a row; none for a row that repeats the one before.
    public func intern(
        _ tokens: TokenColumn,
        into ids: UnsafeMutablePointer<UInt32>,
        onReject: (Int) -> Void
    ) {
        // Unsafe: scratch on the stack, written before it is read.
        withUnsafeTemporaryAllocation(of: PendingToken.self, capacity: Self.group) { pending in
            guard let pending = pending.baseAddress else { return }
            var parts = parts
            var previous = PendingToken.none
            var previousID: UInt32 = 0
            var row = 0
            while row < tokens.count {
                row = tokens.fill(ids, from: row, with: previousID, whileRepeating: previous)
                let rows = min(Self.group, tokens.count - row)
                parts.prepare(tokens, from: row, count: rows, after: previous, pending)
                for index in 0..<rows {
                    let token = pending[index]
                    if !token.repeats(previous) {
                        previous = token
                        previousID = parts.find(token)
                        if previousID == PendingToken.unknown {
                            previousID = insert(token)
                            parts = self.parts
                        }
                        if previousID == Self.notUTF8 {
                            onReject(row &+ index)
                            previous = .none
                            previousID = 0
                        }
                    }
                    ids[row &+ index] = previousID
                }
                row &+= rows
            }
        }
    }

    @inline(never)
    private func insert(_ token: PendingToken) -> UInt32 {
        token.length == 0 ? Self.notUTF8 : insert(token.key, token.key.hash, token.bytes, token.length)
    }
}

extension ByteArrayDictionary.Parts {
    /// Works out the keys of the next rows and asks for the cache lines that they will be looked up in.
    ///
    /// First those of the table, and when all of these are under way, those of the keys that the table names.
    @inline(__always)
    fileprivate func prepare(
        _ tokens: TokenColumn,
        from row: Int,
        count: Int,
        after previous: PendingToken,
        _ pending: UnsafeMutablePointer<PendingToken>
    ) {
        var ends = tokens.ends + row * tokens.stride
        var low = previous.key.low
        var changes = false
        for index in 0..<count {
            let start = ends[-1] &+ 1
            let length = Int(ends[0] &- start)
            ends += tokens.stride
            let bytes = tokens.bytes + Int(start)
            let key = DictionaryKey(bytes, length)
            var hash: UInt64 = 0
            if key.low != low {
                hash = key.hash
                flowconv_prefetch(table + (Int(truncatingIfNeeded: hash) & mask))
                changes = true
                low = key.low
            }
            pending[index] = PendingToken(key: key, hash: hash, bytes: bytes, length: length)
        }
        guard changes else { return }
        for index in 0..<count {
            let entry = table[Int(truncatingIfNeeded: pending[index].hash) & mask]
            flowconv_prefetch(keys + Int(UInt32(truncatingIfNeeded: entry)))
        }
    }

    /// The id of a token, 0 for `-`, or ``PendingToken/unknown``.
    @inline(__always)
    fileprivate func find(_ token: PendingToken) -> UInt32 {
        if token.length == 1, token.bytes[0] == UInt8(ascii: "-") { return 0 }
        if token.length == 0 { return PendingToken.unknown }
        // Without a change in the first bytes the hash was not worked out.
        let id = find(token.key, token.hash == 0 ? token.key.hash : token.hash, token.bytes, token.length)
        return id == 0 ? PendingToken.unknown : id
    }
}

extension TokenColumn {
    /// Writes `id` for the rows from `row` on that repeat a token of at most 15 bytes; returns the first that does not.
    ///
    /// Most columns of flow logs hardly change: this loop is all that they cost.
    @inline(__always)
    fileprivate func fill(
        _ ids: UnsafeMutablePointer<UInt32>,
        from row: Int,
        with id: UInt32,
        whileRepeating previous: PendingToken
    ) -> Int {
        guard previous.length > 0, previous.length <= ByteArrayDictionary.inlineLimit else { return row }
        var row = row
        var ends = ends + row * stride
        let length = UInt32(truncatingIfNeeded: previous.length)
        // The bytes that count in the second word; the length is compared by itself.
        let highMask = ~(~UInt64(0) << UInt64(max(previous.length - 8, 0) * 8))
        let lowMask = ~(~UInt64(0) << UInt64(min(previous.length, 8) * 8))
        let high = previous.key.high & highMask
        while row < count {
            let start = ends[-1] &+ 1
            let token = bytes + Int(start)
            guard ends[0] &- start == length, Memory.load8(token) & lowMask == previous.key.low,
                Memory.load8(token + 8) & highMask == high
            else { break }
            ids[row] = id
            row &+= 1
            ends += stride
        }
        return row
    }
}

/// A token on its way to its id.
private struct PendingToken {
    let key: DictionaryKey
    /// The key's hash, or 0 where it was not needed so far.
    let hash: UInt64
    let bytes: UnsafePointer<UInt8>
    let length: Int

    /// The answer for a token that is not in the dictionary.
    static let unknown = UInt32.max - 1

    /// No token: it has a length that none can have.
    static var none: PendingToken {
        PendingToken(key: .none, hash: 0, bytes: UnsafePointer(bitPattern: 8).unsafelyUnwrapped, length: -1)
    }

    /// Whether two tokens are the same; a long one's key is a hash, so its bytes are compared too.
    @inline(__always)
    func repeats(_ other: PendingToken) -> Bool {
        key.low == other.key.low && key.high == other.key.high
            && (length <= ByteArrayDictionary.inlineLimit
                || (length == other.length && Memory.equal(bytes, other.bytes, length)))
    }
}
