/// Reads Thrift compact data from a range of an array of bytes.
///
/// The reader always knows the type of the value it stands before: a struct at first, then the field or element that
/// `readStruct(_:)` or `readList(_:)` hands out.
/// A `read…` method that asks for another type throws, and a value that nobody reads is skipped, so unknown fields need
/// no code.
///
/// Input is not trusted: every length and count is checked against the bytes that remain before anything is allocated,
/// and nesting is limited.
/// After an error the reader must not be used further.
public struct CompactReader: Sendable {
    /// How deep structs, lists and maps may be nested.
    public static let depthLimit = 32

    private let bytes: [UInt8]
    private let end: Int
    private var depth = 0
    private var isElement = false

    /// The next byte to read, counted from the start of the array.
    public private(set) var position: Int

    /// The type of the value to read next; nil when it has been read.
    public private(set) var valueType: CompactType? = .struct

    /// Creates a reader that stands before a struct.
    ///
    /// What lies outside of `bytes` is cut off from `range`.
    public init(bytes: [UInt8], range: Range<Int>) {
        let range = range.clamped(to: bytes.indices)
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// Creates a reader of the whole array that stands before a struct.
    public init(bytes: [UInt8]) {
        self.init(bytes: bytes, range: bytes.indices)
    }

    // MARK: Structs and lists

    /// Reads a struct and calls `onField` with the identifier of each field, in the order of the bytes.
    ///
    /// `onField` reads the field's value with one call, or leaves it to be skipped.
    public mutating func readStruct(
        _ onField: (inout CompactReader, Int16) throws(ThriftError) -> Void
    ) throws(ThriftError) {
        try take(.struct)
        try enter()
        var lastID: Int16 = 0
        while let (id, type) = try readFieldHeader(after: lastID) {
            lastID = id
            valueType = type
            isElement = false
            try onField(&self, id)
            try skipIfUnread()
        }
        depth -= 1
    }

    /// Reads a list or a set and returns what `each` returned for its elements.
    public mutating func readList<Element>(
        _ each: (inout CompactReader) throws(ThriftError) -> Element
    ) throws(ThriftError) -> [Element] {
        if valueType == .set { valueType = .list }
        try take(.list)
        try enter()
        let (type, count) = try readListHeader()
        var elements: [Element] = []
        // An element can be much larger in memory than in the data: let a lying count cost little.
        elements.reserveCapacity(min(count, 256))
        for _ in 0..<count {
            valueType = type
            isElement = true
            elements.append(try each(&self))
            try skipIfUnread()
        }
        valueType = nil
        depth -= 1
        return elements
    }

    // MARK: Scalars

    /// Reads a boolean: from the type for a field, from a byte for an element.
    public mutating func readBool() throws(ThriftError) -> Bool {
        guard let type = valueType, type.isBoolean else { throw unexpected(.booleanTrue) }
        valueType = nil
        guard isElement else { return type == .booleanTrue }
        // The specification says 1 and 0, most libraries write 1 and 2.
        let raw = try readByte()
        guard raw <= 2 else { throw ThriftError(.invalidBoolean(raw), at: position - 1) }
        return raw == 1
    }

    /// Reads an i8.
    public mutating func readI8() throws(ThriftError) -> Int8 {
        try take(.i8)
        return Int8(bitPattern: try readByte())
    }

    /// Reads an i16.
    public mutating func readI16() throws(ThriftError) -> Int16 {
        try take(.i16)
        return try readZigzag(Int16.self)
    }

    /// Reads an i32.
    public mutating func readI32() throws(ThriftError) -> Int32 {
        try take(.i32)
        return try readZigzag(Int32.self)
    }

    /// Reads an i64.
    public mutating func readI64() throws(ThriftError) -> Int64 {
        try take(.i64)
        return try readZigzag(Int64.self)
    }

    /// Reads a double.
    public mutating func readDouble() throws(ThriftError) -> Double {
        try take(.double)
        let range = try readRange(length: 8)
        return Double(bitPattern: bytes[range].reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// Reads a binary value.
    public mutating func readBinary() throws(ThriftError) -> [UInt8] {
        try take(.binary)
        return Array(bytes[try readBinaryRange()])
    }

    /// Reads a string, which must be UTF-8.
    public mutating func readString() throws(ThriftError) -> String {
        try take(.binary)
        let range = try readBinaryRange()
        // Decoding repairs what is not UTF-8; a repaired string differs from its bytes.
        let string = String(decoding: bytes[range], as: UTF8.self)
        guard string.utf8.elementsEqual(bytes[range]) else { throw ThriftError(.invalidUTF8, at: range.lowerBound) }
        return string
    }

    // MARK: Skipping

    /// Skips the value that the reader stands before.
    public mutating func skip() throws(ThriftError) {
        guard let type = valueType else { return }
        switch type {
        case .stop: throw unexpected(.struct)
        case .booleanTrue, .booleanFalse: _ = try readBool()
        case .i8: _ = try readRange(length: 1)
        case .i16, .i32, .i64: _ = try readVarint()
        case .double: _ = try readRange(length: 8)
        case .uuid: _ = try readRange(length: 16)
        case .binary: _ = try readBinaryRange()
        case .struct: try readStruct { _, _ in }
        case .list, .set: try skipList()
        case .map: try skipMap()
        }
        valueType = nil
    }

    private mutating func skipIfUnread() throws(ThriftError) {
        if valueType != nil { try skip() }
    }

    private mutating func skipList() throws(ThriftError) {
        try enter()
        let (type, count) = try readListHeader()
        for _ in 0..<count { try skipElement(type) }
        depth -= 1
    }

    private mutating func skipMap() throws(ThriftError) {
        try enter()
        let count = try readCount(bytesPerElement: 2)
        if count > 0 {
            let types = try readByte()
            let keyType = try elementType(types >> 4)
            let valueType = try elementType(types & 0x0F)
            for _ in 0..<count {
                try skipElement(keyType)
                try skipElement(valueType)
            }
        }
        depth -= 1
    }

    private mutating func skipElement(_ type: CompactType) throws(ThriftError) {
        valueType = type
        isElement = true
        try skip()
    }

    // MARK: Headers

    /// Returns nil at the stop byte.
    private mutating func readFieldHeader(after lastID: Int16) throws(ThriftError) -> (Int16, CompactType)? {
        let start = position
        let header = try readByte()
        guard let type = CompactType(rawValue: header & 0x0F) else {
            throw ThriftError(.unknownType(header & 0x0F), at: start)
        }
        if type == .stop {
            // Only the byte 0 ends a struct; 0x10, say, is a field without a type.
            guard header == 0 else { throw ThriftError(.unknownType(0), at: start) }
            return nil
        }
        let delta = Int16(header >> 4)
        if delta == 0 { return (try readZigzag(Int16.self), type) }
        let (id, overflow) = lastID.addingReportingOverflow(delta)
        guard !overflow else { throw ThriftError(.fieldIDOverflow, at: start) }
        return (id, type)
    }

    private mutating func readListHeader() throws(ThriftError) -> (CompactType, Int) {
        let start = position
        let header = try readByte()
        let short = Int(header >> 4)
        // No type takes less than one byte per element.
        let count = short == 15 ? try readCount(bytesPerElement: 1) : short
        guard count <= end - position else { throw ThriftError(.lengthOutOfBounds(UInt64(count)), at: start) }
        // Without elements the type does not matter, and some writers leave it 0.
        return count == 0 ? (.stop, 0) : (try elementType(header & 0x0F), count)
    }

    private func elementType(_ raw: UInt8) throws(ThriftError) -> CompactType {
        guard let type = CompactType(rawValue: raw), type != .stop else {
            throw ThriftError(.unknownType(raw), at: position - 1)
        }
        return type
    }

    // MARK: Bytes

    private mutating func take(_ type: CompactType) throws(ThriftError) {
        guard valueType == type else { throw unexpected(type) }
        valueType = nil
    }

    private func unexpected(_ type: CompactType) -> ThriftError {
        ThriftError(.unexpectedType(expected: type, found: valueType), at: position)
    }

    private mutating func enter() throws(ThriftError) {
        guard depth < Self.depthLimit else { throw ThriftError(.tooDeep, at: position) }
        depth += 1
    }

    private mutating func readByte() throws(ThriftError) -> UInt8 {
        guard position < end else { throw ThriftError(.truncated, at: position) }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func readRange(length: Int) throws(ThriftError) -> Range<Int> {
        guard length <= end - position else { throw ThriftError(.truncated, at: position) }
        defer { position += length }
        return position..<(position + length)
    }

    private mutating func readBinaryRange() throws(ThriftError) -> Range<Int> {
        let length = try readCount(bytesPerElement: 1)
        return try readRange(length: length)
    }

    private mutating func readCount(bytesPerElement: UInt64) throws(ThriftError) -> Int {
        let start = position
        let count = try readVarint()
        guard count <= UInt64(end - position) / bytesPerElement else {
            throw ThriftError(.lengthOutOfBounds(count), at: start)
        }
        return Int(count)
    }

    private mutating func readZigzag<Value: FixedWidthInteger>(_: Value.Type) throws(ThriftError) -> Value {
        let start = position
        let raw = try readVarint()
        guard let value = Value(exactly: Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)) else {
            throw ThriftError(.varintOverflow, at: start)
        }
        return value
    }

    private mutating func readVarint() throws(ThriftError) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try readByte()
            // The tenth byte has room for one bit.
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw ThriftError(.varintOverflow, at: start)
    }
}
