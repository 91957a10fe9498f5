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
        /// By their codes.
        case direct
        /// By the id that the row was given.
        case numbered
    }

    private var lookup = Lookup.numbered
    private let direct = ScratchBuffer<UInt32>()
    private let narrowCounts = ScratchBuffer<UInt32>()
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

    /// Finds the distinct values of the rows; `false` where there are more than `limit`, or seem to be in a large chunk.
    func build<Value>(_ rows: IntegerRows<Value>, limit: Int) -> Bool {
        count = 0
        guard let range = rows.range else {
            lookup = .numbered
            return true
        }
        if rows.span < Self.directRange {
            if rows.span == 0, rows.nullCount == 0 { return buildConstant(range.lowerBound, limit) }
            return buildDirect(rows, span: Int(rows.span), limit)
        }
        return buildNumbered(rows.values, rows.validity, limit)
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

    /// Writes the dictionary indices of a page's values; a few more may be written to behind them.
    func writeIndices<Value, Code>(
        _ page: IntegerPage<Code>,
        of rows: IntegerRows<Value>,
        _ range: Range<Int>,
        into target: UnsafeMutablePointer<UInt32>
    ) {
        // Unsafe: every value was counted by `build`, so each look-up stays inside its table.
        switch lookup {
        case .direct:
            let table = UnsafePointer(direct.room(Int(rows.span) + 1))
            let codes = page.codes
            for place in 0..<codes.count { target[place] = table[Int(truncatingIfNeeded: codes[place])] }
        case .numbered:
            let ids = UnsafePointer(ids.room(rows.values.count))
            let position = UnsafePointer(positions.room(count + 1))
            var present = 0
            for place in range {
                let id = ids[rows.order.map { Int($0[place]) } ?? place]
                target[present] = position[Int(id)]
                present &+= id == 0 ? 0 : 1
            }
        }
    }

    // MARK: Close together

    /// The dictionary of rows that all have the same value.
    private func buildConstant<Value: FixedWidthInteger>(_ value: Value, _ limit: Int) -> Bool {
        guard limit > 0 else { return false }
        lookup = .direct
        count = 1
        entryValues.room(1)[0] = Int64(truncatingIfNeeded: value)
        orderedEntries.room(1)[0] = 0
        direct.room(1)[0] = 0
        return true
    }

    private func buildDirect<Value>(_ rows: IntegerRows<Value>, span: Int, _ limit: Int) -> Bool {
        lookup = .direct
        let table = direct.room(span + 1)
        tally(rows, span: span, table)
        var distinct = 0
        for code in 0...span { distinct &+= table[code] == 0 ? 0 : 1 }
        guard distinct <= limit else { return false }
        count = distinct
        let entries = entryValues.room(distinct + 1)
        let tally = counts.room(distinct + 1)
        var entry = 0
        // The table is in the order of values, so its entries need no sorting. What is no entry is overwritten by the next.
        for code in 0...span {
            entries[entry] = Int64(rows.value(code))
            tally[entry] = table[code]
            entry &+= table[code] == 0 ? 0 : 1
        }
        let order = orderedEntries.room(distinct)
        DictionaryOrder.arrange(count: distinct, counts: tally, order: order)
        let base = Int64(rows.base)
        for place in 0..<distinct { table[Int(entries[Int(order[place])] &- base)] = UInt32(truncatingIfNeeded: place) }
        return true
    }

    /// Ranges up to this wide are counted in four tables in turn: adding to one number again and again has to wait each time.
    private static let narrowRange = 1 << 11

    /// Counts how often each code comes, NULLs left out.
    private func tally<Value>(_ rows: IntegerRows<Value>, span: Int, _ table: UnsafeMutablePointer<UInt32>) {
        if span < Self.narrowRange {
            let tables = narrowCounts.room((span + 1) * 4)
            tables.update(repeating: 0, count: (span + 1) * 4)
            rows.forEachCode { row, code in tables[code &* 4 &+ (row & 3)] &+= 1 }
            for code in 0...span {
                let four = tables + code * 4
                table[code] = four[0] &+ four[1] &+ four[2] &+ four[3]
            }
        } else {
            table.update(repeating: 0, count: span + 1)
            rows.forEachCode { _, code in table[code] &+= 1 }
        }
        // Beside a NULL stands 0.
        if rows.nullCount > 0 { table[Int(0 &- rows.base)] &-= UInt32(truncatingIfNeeded: rows.nullCount) }
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
        // So early that little is lost, and so late that enough is known.
        let look = values.count < Self.estimatedRows ? -1 : values.count / 16
        for row in 0..<values.count {
            if row == look, Self.leastDistinct(tally, distinct) > limit { return nil }
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

    /// Rows from which on a sixteenth of them tells whether to go on.
    private static let estimatedRows = 1 << 16

    /// How many distinct values there are at least, by how many of those seen so far came once and twice (Chao's estimate).
    private static func leastDistinct(_ counts: UnsafePointer<UInt32>, _ distinct: Int) -> Int {
        var once = 0
        var twice = 0
        for entry in 0..<distinct {
            once &+= counts[entry] == 1 ? 1 : 0
            twice &+= counts[entry] == 2 ? 1 : 0
        }
        return distinct + once * once / (2 * max(twice, 1))
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
