/// Rows of a row group: ranges in order, none touching the next.
struct RowRanges: Equatable, Sendable {
    private(set) var ranges: [Range<Int>]

    init(_ range: Range<Int>) {
        ranges = range.isEmpty ? [] : [range]
    }

    /// No rows, to be appended to.
    init() {
        ranges = []
    }

    var isEmpty: Bool { ranges.isEmpty }

    /// Adds rows behind all others.
    mutating func append(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        if let last = ranges.last, last.upperBound == range.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
        } else {
            ranges.append(range)
        }
    }

    /// Takes away and returns the first rows, at most `limit`.
    mutating func removeFirst(_ limit: Int) -> RowRanges {
        var taken = RowRanges()
        var rest = limit
        var whole = 0
        while rest > 0, whole < ranges.count {
            let part = ranges[whole].prefix(rest)
            taken.append(part)
            rest -= part.count
            if part.count == ranges[whole].count {
                whole += 1
            } else {
                ranges[whole] = part.upperBound..<ranges[whole].upperBound
            }
        }
        ranges.removeFirst(whole)
        return taken
    }

    /// The rows that are in both.
    func intersection(_ other: RowRanges) -> RowRanges {
        var result = RowRanges()
        var left = 0
        var right = 0
        while left < ranges.count, right < other.ranges.count {
            let range = ranges[left].clamped(to: other.ranges[right])
            result.append(range)
            if ranges[left].upperBound < other.ranges[right].upperBound { left += 1 } else { right += 1 }
        }
        return result
    }

    /// Rows in all ranges.
    var rowCount: Int { ranges.reduce(0) { $0 + $1.count } }

    /// The ranges of the rows at the given places, which are in order.
    func selecting(_ places: [UInt32]) -> RowRanges {
        var result = RowRanges()
        var range = 0
        var before = 0
        for place in places {
            while range < ranges.count, Int(place) - before >= ranges[range].count {
                before += ranges[range].count
                range += 1
            }
            guard range < ranges.count else { break }
            let row = ranges[range].lowerBound + Int(place) - before
            result.append(row..<(row + 1))
        }
        return result
    }
}
