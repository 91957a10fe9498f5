extension ByteArrayDictionary {
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
        // The key of no token: length 254.
        var previousLow = UInt64(0)
        var previousHigh = UInt64(0xFE) << 56
        var previousID: UInt32 = 0
        var ends = tokens.ends
        for row in 0..<tokens.count {
            let start = ends[-1] &+ 1
            let length = Int(ends[0] &- start)
            ends += tokens.stride
            let bytes = tokens.bytes + Int(start)
            let key = DictionaryKey(bytes, length)
            if key.low == previousLow, key.high == previousHigh, length <= Self.inlineLimit {
                ids[row] = previousID
                continue
            }
            previousLow = key.low
            previousHigh = key.high
            if length == 1, key.low == UInt64(UInt8(ascii: "-")) {
                previousID = 0
            } else if length == 0 {
                previousID = Self.notUTF8
            } else {
                previousID = find(key, bytes, length)
            }
            if previousID == Self.notUTF8 {
                onReject(row)
                previousID = 0
                previousHigh = UInt64(0xFE) << 56
            }
            ids[row] = previousID
        }
    }
}
