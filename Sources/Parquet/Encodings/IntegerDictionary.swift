import Columnar

/// The distinct values of an integer chunk, and for each row the local id of its value.
///
/// Values that lie close together (ports, protocols) are counted in a table that is addressed by the value; others go
/// through a hash table. Building stops where there are too many distinct values for a dictionary to pay.
final class IntegerDictionary {
    /// One id a row: 0 is NULL, and id `n` is entry `n - 1`.
    private(set) var ids: [UInt32] = []
    /// The distinct values, in the order of their first rows.
    private(set) var entries: [Int64] = []
    /// How many rows each has.
    private(set) var counts: [UInt32] = []

    /// The widest range of values that is addressed directly.
    private static let directRange = 1 << 17

    private var table: [UInt32] = []
    private var keys: [Int64] = []

    /// Numbers the distinct values; `false` where there are more than `limit`.
    func build<Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafeBufferPointer<Value>,
        validity: UnsafeBufferPointer<UInt8>?,
        range: ClosedRange<Value>?,
        limit: Int
    ) -> Bool {
        entries.removeAll(keepingCapacity: true)
        counts = [0]
        // Every element is written before it is read: room for NULL, which has id 0, is in `counts` too.
        if ids.count < values.count { ids = [UInt32](repeating: 0, count: values.count) }
        defer { counts.removeFirst() }
        guard let range else {
            for row in 0..<values.count { ids[row] = 0 }
            return true
        }
        let span = range.upperBound.subtractingReportingOverflow(range.lowerBound)
        if !span.overflow, span.partialValue < Self.directRange {
            return buildDirectly(values, validity, from: range.lowerBound, span: Int(span.partialValue), limit)
        }
        return buildHashed(values, validity, limit)
    }

    /// Calls `body` with the ids of `count` rows.
    func withIDs<Result>(count: Int, _ body: (UnsafeBufferPointer<UInt32>) throws -> Result) rethrows -> Result {
        try ids.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[0..<count])) }
    }

    private func buildDirectly<Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafeBufferPointer<Value>,
        _ validity: UnsafeBufferPointer<UInt8>?,
        from least: Value,
        span: Int,
        _ limit: Int
    ) -> Bool {
        table = [UInt32](repeating: 0, count: span + 1)
        // Unsafe: values lie in `least...least + span`, and a NULL's value is not looked at.
        return ids.withUnsafeMutableBufferPointer { ids in
            table.withUnsafeMutableBufferPointer { table in
                for row in 0..<values.count {
                    if let validity, validity[row] == 0 {
                        ids[row] = 0
                        continue
                    }
                    let place = Int(truncatingIfNeeded: values[row] &- least)
                    var id = table[place]
                    if id == 0 {
                        entries.append(Int64(truncatingIfNeeded: values[row]))
                        counts.append(0)
                        id = UInt32(truncatingIfNeeded: entries.count)
                        table[place] = id
                        if entries.count > limit { return false }
                    }
                    ids[row] = id
                }
                count(ids, values.count)
                return true
            }
        }
    }

    private func buildHashed<Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafeBufferPointer<Value>,
        _ validity: UnsafeBufferPointer<UInt8>?,
        _ limit: Int
    ) -> Bool {
        var mask = (1 << 10) - 1
        table = [UInt32](repeating: 0, count: mask + 1)
        keys = [Int64](repeating: 0, count: mask + 1)
        var previous: Value = 0
        var previousID: UInt32 = 0
        return ids.withUnsafeMutableBufferPointer { ids in
            for row in 0..<values.count {
                if let validity, validity[row] == 0 {
                    ids[row] = 0
                    continue
                }
                let value = values[row]
                if value == previous, previousID != 0 {
                    ids[row] = previousID
                    continue
                }
                let key = Int64(truncatingIfNeeded: value)
                var place = Self.hash(key) & mask
                while table[place] != 0, keys[place] != key { place = (place + 1) & mask }
                var id = table[place]
                if id == 0 {
                    entries.append(key)
                    counts.append(0)
                    if entries.count > limit { return false }
                    id = UInt32(truncatingIfNeeded: entries.count)
                    table[place] = id
                    keys[place] = key
                    if entries.count * 2 > mask { mask = grow() }
                }
                ids[row] = id
                (previous, previousID) = (value, id)
            }
            count(ids, values.count)
            return true
        }
    }

    private func count(_ ids: UnsafeMutableBufferPointer<UInt32>, _ rows: Int) {
        counts.withUnsafeMutableBufferPointer { counts in
            for row in 0..<rows { counts[Int(ids[row])] &+= 1 }
        }
    }

    private func grow() -> Int {
        let mask = table.count * 4 - 1
        table = [UInt32](repeating: 0, count: mask + 1)
        keys = [Int64](repeating: 0, count: mask + 1)
        for (index, key) in entries.enumerated() {
            var place = Self.hash(key) & mask
            while table[place] != 0 { place = (place + 1) & mask }
            table[place] = UInt32(truncatingIfNeeded: index + 1)
            keys[place] = key
        }
        return mask
    }

    private static func hash(_ key: Int64) -> Int {
        let product = UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: product >> 32 ^ product >> 51)
    }
}
