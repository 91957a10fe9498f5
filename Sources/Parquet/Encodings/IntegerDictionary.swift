import Columnar

/// The dictionary of an integer column chunk.
///
/// Values that lie close together (ports, protocols, seconds of a day) are counted in a table that is addressed by the
/// value, and looked up there again when pages are made. Others are numbered through a hash table, once a row.
final class IntegerDictionary {
    /// The widest range of values that is addressed directly.
    private static let directRange = 1 << 17

    /// How values are looked up.
    private enum Lookup {
        /// By their distance from the least value.
        case direct(least: Int64, span: Int)
        /// By the id that the row was given.
        case numbered
    }

    private var lookup = Lookup.numbered
    private let direct = ScratchBuffer<UInt32>()
    private let ids = ScratchBuffer<UInt32>()
    private let slots = ScratchBuffer<UInt32>()
    private let entryValues = ScratchBuffer<Int64>()
    private let counts = ScratchBuffer<UInt32>()
    private let keys = ScratchBuffer<UInt64>()
    private let sortedEntries = ScratchBuffer<UInt32>()
    private let orderedEntries = ScratchBuffer<UInt32>()
    private let positions = ScratchBuffer<UInt32>()
    private let radixSort = RadixSort()
    /// Distinct values.
    private(set) var count = 0

    /// Finds the distinct values; `false` where there are more than `limit`.
    ///
    /// - Parameters:
    ///   - validity: 0 for NULL, or `nil` where no row is NULL. A NULL's value must be 0.
    ///   - range: The range of the values; `nil` where all rows are NULL.
    func build<Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafeBufferPointer<Value>,
        validity: UnsafeBufferPointer<UInt8>?,
        range: ClosedRange<Value>?,
        limit: Int
    ) -> Bool {
        count = 0
        guard let range else {
            lookup = .numbered
            return true
        }
        let span = range.upperBound.subtractingReportingOverflow(range.lowerBound)
        if !span.overflow, span.partialValue < Self.directRange {
            return buildDirect(values, validity, least: range.lowerBound, span: Int(span.partialValue), limit)
        }
        return buildNumbered(values, validity, limit)
    }

    /// The most entries with which a dictionary may be smaller than values packed in the bits of their range.
    ///
    /// Each row saves the difference between those bits and the bits of an index; each entry costs some 20 bits after
    /// compression, as measured. Values that lie close together are counted at no cost: whether their dictionary pays is
    /// left to a trial, and only one with half as many entries as there are rows is ruled out.
    static func payingEntries<Value: FixedWidthInteger>(rows: Int, range: ClosedRange<Value>?) -> Int {
        guard let range else { return 1 }
        let span = range.upperBound.subtractingReportingOverflow(range.lowerBound)
        if !span.overflow, span.partialValue < directRange { return rows / 2 + 1 }
        let bits = span.overflow ? Value.bitWidth : Value.bitWidth - span.partialValue.leadingZeroBitCount
        var entries = 16
        while entries < rows, rows * (bits - BitPacker.width(UInt64(entries * 2 - 1))) > entries * 2 * 20 {
            entries *= 2
        }
        // Between this power of two and the next, every index has one bit more.
        let saved = rows * max(bits - BitPacker.width(UInt64(entries * 2 - 1)), 0)
        return min(max(entries, min(saved / 20, entries * 2)), rows / 2 + 1)
    }

    /// The values of the entries.
    var values: UnsafePointer<Int64> { UnsafePointer(entryValues.room(count)) }

    /// The entries in the order of the dictionary page.
    var order: UnsafePointer<UInt32> { UnsafePointer(orderedEntries.room(count)) }

    /// Writes the dictionary indices of the rows' values, NULLs left out; returns how many there are.
    func indices<Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafeBufferPointer<Value>,
        validity: UnsafeBufferPointer<UInt8>?,
        rows: Range<Int>,
        into target: UnsafeMutablePointer<UInt32>
    ) -> Int {
        // Unsafe: every value was counted by `build`, so each look-up stays inside its table.
        switch lookup {
        case .direct(let least, let span):
            let table = direct.room(span + 1)
            let least = Value(truncatingIfNeeded: least)
            guard let validity else {
                for row in rows { target[row - rows.lowerBound] = table[Int(truncatingIfNeeded: values[row] &- least)] }
                return rows.count
            }
            var present = 0
            for row in rows where validity[row] != 0 {
                target[present] = table[Int(truncatingIfNeeded: values[row] &- least)]
                present &+= 1
            }
            return present
        case .numbered:
            let ids = UnsafePointer(ids.room(values.count))
            let position = positions.room(count + 1)
            guard validity != nil else {
                for row in rows { target[row - rows.lowerBound] = position[Int(ids[row])] }
                return rows.count
            }
            var present = 0
            for row in rows {
                let id = ids[row]
                target[present] = position[Int(id)]
                present &+= id == 0 ? 0 : 1
            }
            return present
        }
    }

    // MARK: Close together

    private func buildDirect<Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafeBufferPointer<Value>,
        _ validity: UnsafeBufferPointer<UInt8>?,
        least: Value,
        span: Int,
        _ limit: Int
    ) -> Bool {
        lookup = .direct(least: Int64(truncatingIfNeeded: least), span: span)
        let table = direct.room(span + 1)
        table.update(repeating: 0, count: span + 1)
        if let validity {
            for row in 0..<values.count where validity[row] != 0 {
                table[Int(truncatingIfNeeded: values[row] &- least)] &+= 1
            }
        } else {
            for row in 0..<values.count { table[Int(truncatingIfNeeded: values[row] &- least)] &+= 1 }
        }
        var distinct = 0
        for place in 0...span where table[place] != 0 { distinct += 1 }
        guard distinct <= limit else { return false }
        count = distinct
        let entries = entryValues.room(distinct)
        let tally = counts.room(distinct)
        let sorted = sortedEntries.room(distinct)
        var entry = 0
        // The table is in the order of values, so its entries need no sorting.
        for place in 0...span where table[place] != 0 {
            entries[entry] = Int64(truncatingIfNeeded: least &+ Value(truncatingIfNeeded: place))
            tally[entry] = table[place]
            sorted[entry] = UInt32(truncatingIfNeeded: entry)
            entry += 1
        }
        let order = orderedEntries.room(distinct)
        DictionaryOrder.arrange(sorted: sorted, count: distinct, counts: tally, order: order)
        for place in 0..<distinct {
            let value = Value(truncatingIfNeeded: entries[Int(order[place])])
            table[Int(truncatingIfNeeded: value &- least)] = UInt32(truncatingIfNeeded: place)
        }
        return true
    }

    // MARK: Far apart

    private func buildNumbered<Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafeBufferPointer<Value>,
        _ validity: UnsafeBufferPointer<UInt8>?,
        _ limit: Int
    ) -> Bool {
        lookup = .numbered
        guard let distinct = number(values, validity, limit) else { return false }
        count = distinct
        let entries = entryValues.room(distinct)
        let key = keys.room(distinct)
        let sorted = sortedEntries.room(distinct)
        for entry in 0..<distinct {
            // Flipping the sign makes the signed order an unsigned one.
            key[entry] = UInt64(bitPattern: entries[entry]) ^ 1 << 63
            sorted[entry] = UInt32(truncatingIfNeeded: entry)
        }
        radixSort.sort(sorted, count: distinct, keys: key)
        let order = orderedEntries.room(distinct)
        DictionaryOrder.arrange(sorted: sorted, count: distinct, counts: counts.room(distinct), order: order)
        let position = positions.room(distinct + 1)
        position[0] = 0
        for place in 0..<distinct { position[Int(order[place]) + 1] = UInt32(truncatingIfNeeded: place) }
        return true
    }

    /// Gives each row the id of its value, 0 to NULLs, and counts ids; `nil` where there are more than `limit`.
    private func number<Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafeBufferPointer<Value>,
        _ validity: UnsafeBufferPointer<UInt8>?,
        _ limit: Int
    ) -> Int? {
        var capacity = 1 << 12
        var table = slots.room(capacity)
        table.update(repeating: 0, count: capacity)
        let rowIDs = ids.room(values.count)
        // One more than the limit, so that going over it is seen before anything is written beyond the end.
        let entries = entryValues.room(limit + 1)
        let tally = counts.room(limit + 1)
        var distinct = 0
        for row in 0..<values.count {
            if let validity, validity[row] == 0 {
                rowIDs[row] = 0
                continue
            }
            let value = Int64(truncatingIfNeeded: values[row])
            var place = Self.hash(value) & (capacity &- 1)
            while true {
                let id = table[place]
                if id == 0 {
                    guard distinct < limit else { return nil }
                    entries[distinct] = value
                    tally[distinct] = 1
                    distinct &+= 1
                    table[place] = UInt32(truncatingIfNeeded: distinct)
                    rowIDs[row] = UInt32(truncatingIfNeeded: distinct)
                    if distinct &* 2 > capacity {
                        capacity *= 4
                        table = rehash(entries, distinct, capacity)
                    }
                    break
                }
                if entries[Int(id) &- 1] == value {
                    rowIDs[row] = id
                    tally[Int(id) &- 1] &+= 1
                    break
                }
                place = (place &+ 1) & (capacity &- 1)
            }
        }
        return distinct
    }

    private func rehash(_ entries: UnsafePointer<Int64>, _ count: Int, _ capacity: Int) -> UnsafeMutablePointer<UInt32>
    {
        let table = slots.room(capacity)
        table.update(repeating: 0, count: capacity)
        for entry in 0..<count {
            var place = Self.hash(entries[entry]) & (capacity - 1)
            while table[place] != 0 { place = (place + 1) & (capacity - 1) }
            table[place] = UInt32(truncatingIfNeeded: entry + 1)
        }
        return table
    }

    @inline(__always)
    private static func hash(_ value: Int64) -> Int {
        let product = UInt64(bitPattern: value) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: product >> 32 ^ product >> 51)
    }
}
