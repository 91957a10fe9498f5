extension ByteArrayDictionary {
    /// Ids of a column of tokens that are those of another column as a rule.
    ///
    /// Tokens are compared, and only those that differ are looked up; the other column has `otherIDs`. `onReject` is not
    /// called for a token that was rejected in the other column and is the same in this one.
    ///
    /// - Complexity: that of ``intern(_:into:onReject:)`` where the first rows say that most tokens differ.
    public func intern(
        _ tokens: TokenColumn,
        like others: TokenColumn,
        _ otherIDs: UnsafePointer<UInt32>,
        into ids: UnsafeMutablePointer<UInt32>,
        onReject: (Int) -> Void
    ) {
        parts.readDashAsNull()
        let list = rowScratch.room(tokens.count)
        let sample = min(tokens.count, Self.sampleRows)
        var count = parts.copy(otherIDs, of: others, where: tokens, 0..<sample, to: ids, differing: list)
        guard count <= sample / 8 else { return intern(tokens, into: ids, onReject: onReject) }
        count += parts.copy(
            otherIDs,
            of: others,
            where: tokens,
            sample..<tokens.count,
            to: ids,
            differing: list + count
        )
        intern(tokens, rows: UnsafeBufferPointer(start: list, count: count), into: ids, onReject: onReject)
    }

    /// Rows that say whether two columns are alike.
    private static let sampleRows = 64
}

extension ByteArrayDictionary.Parts {
    /// Copies the ids of all rows, lists those whose tokens are not the same in both columns, and returns how many they are.
    fileprivate func copy(
        _ ids: UnsafePointer<UInt32>,
        of others: TokenColumn,
        where tokens: TokenColumn,
        _ rows: Range<Int>,
        to target: UnsafeMutablePointer<UInt32>,
        differing list: UnsafeMutablePointer<UInt32>
    ) -> Int {
        // Unsafe: tokens are padded, so both can be read as words; a length is looked up only where it has a mask.
        var found = 0
        for row in rows {
            let (end, otherEnd) = (tokens.ends + row &* tokens.stride, others.ends + row &* others.stride)
            let (start, otherStart) = (end[-1] &+ 1, otherEnd[-1] &+ 1)
            let length = Int(end[0] &- start)
            let (token, other) = (tokens.bytes + Int(start), others.bytes + Int(otherStart))
            var isSame = end[0] &- start == otherEnd[0] &- otherStart && length > 0
            if length <= ByteArrayDictionary.inlineLimit {
                let mask = masks[length]
                isSame =
                    isSame
                    && (Memory.load8(token) ^ Memory.load8(other)) & mask.low
                        | (Memory.load8(token + 8) ^ Memory.load8(other + 8)) & mask.high == 0
            } else {
                isSame = isSame && Memory.equal(token, other, length)
            }
            target[row] = ids[row]
            list[found] = UInt32(truncatingIfNeeded: row)
            found &+= isSame ? 0 : 1
        }
        return found
    }
}
