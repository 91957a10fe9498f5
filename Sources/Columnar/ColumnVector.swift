/// The values of one column, row after row.
///
/// Text is held as ids of a ``ByteArrayDictionary``, where id 0 is NULL. Every other type holds its values and, while
/// any of them is NULL, one validity byte a row (0 is NULL, 1 is a value; the value beside a NULL is 0).
///
/// Shape: `count` rows of `type.width` bytes. The memory is raw, uninitialised beyond `count`, and grows fourfold when it
/// is full, twofold once it is large: room that is not yet written to costs no memory, and copying does.
///
/// A vector is owned by one task at a time; it is handed over, never shared.
public final class ColumnVector: @unchecked Sendable {
    /// The type of every value.
    public let type: ColumnType
    /// Where the ids of a text column are looked up; `nil` for every other type.
    public let dictionary: ByteArrayDictionary?
    /// The number of rows.
    public private(set) var count = 0
    /// How many rows are NULL; kept for every type but text, whose NULLs are its zeros.
    public private(set) var nullCount = 0

    // Unsafe: kernels write values in place, without a bounds check for each. Freed in deinit, never handed out beyond
    // the calls below.
    private var storage: UnsafeMutableRawPointer
    private var validity: UnsafeMutablePointer<UInt8>?
    /// Room for validity that an earlier use of the vector left, so that using it again allocates nothing.
    private var spareValidity: UnsafeMutablePointer<UInt8>?
    private var capacity: Int

    /// An empty column; text columns need the dictionary of their ids.
    public init(type: ColumnType, dictionary: ByteArrayDictionary? = nil, capacity: Int = 0) {
        self.type = type
        self.dictionary = type == .string ? (dictionary ?? ByteArrayDictionary()) : nil
        self.capacity = max(capacity, 64)
        storage = BlockPool.shared.allocate(self.capacity * type.width)
    }

    deinit {
        BlockPool.shared.deallocate(storage, capacity * type.width)
        validity?.deallocate()
        spareValidity?.deallocate()
    }

    /// Bytes that the rows take, without the dictionary; room that was never written to costs nothing.
    public var memoryFootprint: Int { count * (type.width + (validity == nil ? 0 : 1)) }

    /// Forgets every row and keeps the memory.
    public func removeAll() {
        count = 0
        nullCount = 0
        spareValidity = validity ?? spareValidity
        validity = nil
    }

    /// Forgets the last rows.
    public func removeLast(_ rows: Int) {
        precondition(rows >= 0 && rows <= count)
        nullCount -= nulls(in: count - rows..<count)
        count -= rows
        // As if they had never been: what the rows take decides where row groups are cut.
        if nullCount == 0, type != .string {
            spareValidity = validity ?? spareValidity
            validity = nil
        }
    }

    /// Makes room for `additional` more rows.
    public func reserve(_ additional: Int) {
        let wanted = count + additional
        guard wanted > capacity else { return }
        let grown = max(wanted, capacity * (capacity < 1 << 16 ? 4 : 2))
        storage = BlockPool.shared.grow(
            storage,
            from: capacity * type.width,
            to: grown * type.width,
            keeping: count * type.width
        )
        spareValidity?.deallocate()
        spareValidity = nil
        if let old = validity {
            let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
            bytes.update(from: old, count: count)
            old.deallocate()
            validity = bytes
        }
        capacity = grown
    }

    // MARK: Reading

    /// Calls `body` with the values as `Element`, which must be as wide as ``ColumnType/width`` says.
    public func withValues<Element: BitwiseCopyable, Result, Failure: Error>(
        as element: Element.Type,
        _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Unsafe: the width is checked, so the binding covers exactly the rows that were written.
        precondition(MemoryLayout<Element>.stride == type.width)
        return try body(UnsafeBufferPointer(start: storage.assumingMemoryBound(to: Element.self), count: count))
    }

    /// Calls `body` with the values of some rows.
    public func withValues<Element: BitwiseCopyable, Result, Failure: Error>(
        of rows: Range<Int>,
        as element: Element.Type,
        _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withValues(as: element) { values throws(Failure) in try body(UnsafeBufferPointer(rebasing: values[rows])) }
    }

    /// Calls `body` with one validity byte a row, or with `nil` where no row is NULL or the column is text.
    public func withValidity<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(validity.map { UnsafeBufferPointer(start: $0, count: count) })
    }

    /// How many of some rows are NULL; of text 0, whose NULLs nobody counts.
    public func nulls(in rows: Range<Int>) -> Int {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count)
        guard nullCount > 0, let validity else { return 0 }
        return rows.count - RowKernels.ones(UnsafeBufferPointer(start: validity + rows.lowerBound, count: rows.count))
    }

    /// Whether `row` holds a value.
    public func isValid(_ row: Int) -> Bool {
        precondition(row >= 0 && row < count)
        if type == .string { return storage.load(fromByteOffset: row * 4, as: UInt32.self) != 0 }
        return validity.map { $0[row] != 0 } ?? true
    }

    /// Whether both are text columns of one dictionary with the same ids, row for row.
    public func hasSameIDs(as other: ColumnVector) -> Bool {
        guard type == .string, dictionary === other.dictionary, count == other.count else { return false }
        return Memory.areSame(storage, other.storage, count * type.width)
    }

    // MARK: Writing

    /// Appends `rows` rows whose values `body` writes; every row counts as a value until ``markNull(_:)`` says otherwise.
    public func append<Element: BitwiseCopyable, Result>(
        rows: Int,
        as element: Element.Type,
        _ body: (UnsafeMutablePointer<Element>) throws -> Result
    ) rethrows -> Result {
        precondition(MemoryLayout<Element>.stride == type.width)
        // Unsafe: the room was just reserved; the kernel writes exactly `rows` values.
        return try body(appendUnwritten(rows: rows).assumingMemoryBound(to: Element.self))
    }

    /// Appends rows whose values whoever has the returned address writes before anybody looks at them.
    ///
    /// The address is that of the first of them, good until the vector is appended to again.
    public func appendUnwritten(rows: Int) -> UnsafeMutableRawPointer {
        reserve(rows)
        if let validity { (validity + count).update(repeating: 1, count: rows) }
        count += rows
        return storage + (count - rows) * type.width
    }

    /// Turns an appended row of any type but text into NULL.
    public func markNull(_ row: Int) { markNull(CollectionOfOne(row)) }

    /// Turns appended rows of any type but text into NULL; they are counted from `first`.
    public func markNull(_ rows: [Int], from first: Int = 0) { markNull(rows[...], from: first) }

    private func markNull(_ rows: some Collection<Int>, from first: Int = 0) {
        guard !rows.isEmpty else { return }
        precondition(type != .string)
        let validity = ownValidity()
        let width = type.width
        var nulls = nullCount
        for place in rows {
            let row = first + place
            precondition(row >= 0 && row < count)
            nulls &+= Int(validity[row] & 1)
            validity[row] = 0
            (storage + row &* width).initializeMemory(as: UInt8.self, repeating: 0, count: width)
        }
        nullCount = nulls
    }

    /// Turns appended rows whose values are 0, of any type but text, into NULL; they are counted from `first`.
    public func markNull(zeros rows: UnsafeBufferPointer<UInt32>, from first: Int) {
        guard !rows.isEmpty else { return }
        precondition(type != .string)
        let validity = ownValidity() + first
        let limit = count - first
        var nulls = nullCount
        for row in rows {
            let row = Int(row)
            precondition(row < limit)
            nulls &+= Int(validity[row] & 1)
            validity[row] = 0
        }
        nullCount = nulls
    }

    /// Appends so many NULLs.
    public func appendNulls(_ rows: Int) {
        reserve(rows)
        (storage + count * type.width).initializeMemory(as: UInt8.self, repeating: 0, count: rows * type.width)
        if type != .string {
            (ownValidity() + count).update(repeating: 0, count: rows)
            nullCount += rows
        }
        count += rows
    }

    /// Calls `body` with the ids of a text column, to be rewritten in place.
    func withMutableIDs<Result>(_ body: (UnsafeMutableBufferPointer<UInt32>) -> Result) -> Result {
        precondition(type == .string)
        return body(UnsafeMutableBufferPointer(start: storage.assumingMemoryBound(to: UInt32.self), count: count))
    }

    /// Appends the rows `range` of another vector of the same type and dictionary.
    public func append(_ range: Range<Int>, of other: ColumnVector) {
        precondition(other.type == type && range.lowerBound >= 0 && range.upperBound <= other.count)
        reserve(range.count)
        (storage + count * type.width).copyMemory(
            from: other.storage + range.lowerBound * type.width,
            byteCount: range.count * type.width
        )
        if validity == nil, other.validity == nil {
            count += range.count
        } else {
            appendValidity(rows: range.count) { target in
                guard let source = other.validity else { return false }
                target.update(from: source + range.lowerBound, count: range.count)
                return true
            }
        }
    }

    /// Appends the listed rows of another vector of the same type and dictionary, in the order of the list.
    public func append(rows: UnsafeBufferPointer<UInt32>, of other: ColumnVector) {
        precondition(other.type == type)
        reserve(rows.count)
        switch type.width {
        case 4: gather(rows, from: other, as: UInt32.self)
        case 8: gather(rows, from: other, as: UInt64.self)
        default: gather(rows, from: other, as: UInt8.self)
        }
        appendValidity(rows: rows.count) { target in
            guard let source = other.validity else { return false }
            for (index, row) in rows.enumerated() { target[index] = source[Int(row)] }
            return true
        }
    }

    private func gather<Element: BitwiseCopyable>(
        _ rows: UnsafeBufferPointer<UInt32>,
        from other: ColumnVector,
        as element: Element.Type
    ) {
        // Unsafe: rows come from the router, which numbers the rows of `other`; checked in debug builds.
        let source = other.storage.assumingMemoryBound(to: Element.self)
        let target = storage.assumingMemoryBound(to: Element.self) + count
        let limit = other.count
        for index in 0..<rows.count {
            let row = Int(rows[index])
            assert(row < limit)
            target[index] = source[row]
        }
    }

    private func appendValidity(rows: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Bool) {
        if let validity {
            if !fill(validity + count) { (validity + count).update(repeating: 1, count: rows) }
        } else {
            let bytes = takeSpareValidity()
            // Rows without a NULL among them take no validity, whatever those beside them were.
            guard fill(bytes + count),
                RowKernels.ones(UnsafeBufferPointer(start: bytes + count, count: rows)) < rows
            else {
                spareValidity = bytes
                count += rows
                return
            }
            bytes.update(repeating: 1, count: count)
            validity = bytes
        }
        if let validity, type != .string {
            nullCount += rows - RowKernels.ones(UnsafeBufferPointer(start: validity + count, count: rows))
        }
        count += rows
    }

    /// The validity of the rows so far, which may be written to.
    private func ownValidity() -> UnsafeMutablePointer<UInt8> {
        if let validity { return validity }
        let bytes = takeSpareValidity()
        bytes.update(repeating: 1, count: count)
        validity = bytes
        return bytes
    }

    private func takeSpareValidity() -> UnsafeMutablePointer<UInt8> {
        defer { spareValidity = nil }
        return spareValidity ?? .allocate(capacity: capacity)
    }
}
