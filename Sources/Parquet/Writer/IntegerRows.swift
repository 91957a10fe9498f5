import Columnar

/// The rows of an integer column chunk, in the order in which they are written.
///
/// Pages get them as codes: distances from the least value, which are narrower than the values. NULLs, beside which 0 stands,
/// count as values there.
struct IntegerRows<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable> {
    /// The values as they stand in the column; 0 beside a NULL.
    let values: UnsafeBufferPointer<Value>
    /// 0 for NULL; `nil` where no row is NULL.
    let validity: UnsafeBufferPointer<UInt8>?
    /// The order of the rows; `nil` for the one in which they stand.
    let order: UnsafeBufferPointer<UInt32>?
    let nullCount: Int
    /// The range of all values; `nil` where all rows are NULL.
    let range: ClosedRange<Value>?
    /// What codes are counted from.
    let base: Value
    /// The greatest code.
    let span: UInt64
    private let source: Source

    /// Where codes are gathered from: the fewer bytes they take, the more of them a second-level cache holds.
    private enum Source {
        case values
        case words(UnsafePointer<UInt16>)
        case doubleWords(UnsafePointer<UInt32>)
    }

    init(
        _ values: UnsafeBufferPointer<Value>,
        validity: UnsafeBufferPointer<UInt8>?,
        nullCount: Int,
        order: UnsafeBufferPointer<UInt32>?,
        room: IntegerRoom
    ) {
        self.values = values
        self.validity = nullCount == 0 ? nil : validity
        self.nullCount = nullCount
        let range = RowKernels.range(values, zeroesOfNulls: nullCount)
        self.range = range
        let least = nullCount == 0 ? range?.lowerBound ?? 0 : min(range?.lowerBound ?? 0, 0)
        let greatest = nullCount == 0 ? range?.upperBound ?? 0 : max(range?.upperBound ?? 0, 0)
        base = least
        span = UInt64(truncatingIfNeeded: Int64(greatest) &- Int64(least))
        // The order is of no account where all rows are the same: a NULL beside zeros is another row.
        self.order = span == 0 && nullCount == 0 ? nil : order
        if self.order == nil || MemoryLayout<Value>.size == 4 && span > UInt16.max {
            source = .values
        } else if span <= UInt16.max {
            let words = room.words.room(values.count)
            RowKernels.narrow(values, from: least, to: words)
            source = .words(words)
        } else if span <= UInt32.max {
            let doubleWords = room.doubleWords.room(values.count)
            RowKernels.narrow(values, from: least, to: doubleWords)
            source = .doubleWords(doubleWords)
        } else {
            source = .values
        }
    }

    /// Whether codes and the differences between them are told by 32 bits: those of 32-bit values wrap as they do.
    var fits32Bits: Bool { MemoryLayout<Value>.size == 4 || span < 1 << 30 }

    /// The value that a code stands for.
    func value(_ code: some FixedWidthInteger) -> Value { base &+ Value(truncatingIfNeeded: code) }

    /// Whether a value of 0 is a NULL for sure.
    private var zeroIsNull: Bool { nullCount > 0 && range?.contains(0) != true }

    // MARK: Pages

    /// Gathers the rows of a page.
    ///
    /// - Parameters:
    ///   - room: Room for as many codes.
    ///   - presence: Room for as many bytes.
    func page<Code>(
        _ rows: Range<Int>,
        room: UnsafeMutablePointer<Code>,
        presence: UnsafeMutablePointer<UInt8>
    ) -> IntegerPage<Code> {
        gather(rows, into: room)
        let all = UnsafeBufferPointer(start: UnsafePointer(room), count: rows.count)
        let range = RowKernels.range(all)
        let zero = Code(truncatingIfNeeded: 0 &- base)
        // Beside a NULL stands 0: a page without zeros has no NULL.
        guard let validity, range?.contains(zero) == true else {
            return IntegerPage(codes: all, presence: nil, range: range)
        }
        if zeroIsNull {
            for place in 0..<rows.count { presence[place] = room[place] == zero ? 0 : 1 }
        } else if let order {
            for place in 0..<rows.count { presence[place] = validity[Int(order[rows.lowerBound &+ place])] }
        } else {
            for place in 0..<rows.count { presence[place] = validity[rows.lowerBound &+ place] }
        }
        // Values are moved together over the NULLs between them.
        var count = 0
        for place in 0..<rows.count {
            room[count] = room[place]
            count &+= Int(presence[place] & 1)
        }
        if count == rows.count { return IntegerPage(codes: all, presence: nil, range: range) }
        let codes = UnsafeBufferPointer(start: UnsafePointer(room), count: count)
        return IntegerPage(
            codes: codes,
            presence: UnsafeBufferPointer(start: presence, count: rows.count),
            range: RowKernels.range(codes)
        )
    }

    @inline(__always)
    private func gather<Code: FixedWidthInteger>(_ rows: Range<Int>, into room: UnsafeMutablePointer<Code>) {
        // Unsafe: an order names rows that the column has.
        guard let order else {
            for place in 0..<rows.count {
                room[place] = Code(truncatingIfNeeded: values[rows.lowerBound &+ place] &- base)
            }
            return
        }
        let numbers = UnsafeBufferPointer(rebasing: order[rows])
        switch source {
        case .values:
            for place in 0..<numbers.count {
                room[place] = Code(truncatingIfNeeded: values[Int(numbers[place])] &- base)
            }
        case .words(let words):
            for place in 0..<numbers.count { room[place] = Code(truncatingIfNeeded: words[Int(numbers[place])]) }
        case .doubleWords(let words):
            for place in 0..<numbers.count { room[place] = Code(truncatingIfNeeded: words[Int(numbers[place])]) }
        }
    }

    /// Calls `body` with each row's code, in the order in which they stand in the column.
    @inline(__always)
    func forEachCode(_ body: (Int, Int) -> Void) {
        if case .words(let words) = source {
            for row in 0..<values.count { body(row, Int(words[row])) }
        } else {
            for row in 0..<values.count { body(row, Int(truncatingIfNeeded: values[row] &- base)) }
        }
    }
}
