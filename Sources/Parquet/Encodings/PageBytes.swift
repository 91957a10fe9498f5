import Columnar

/// The bytes of a page that a decoder reads from front to back; every read is checked against their end.
struct PageBytes {
    /// Zeros behind the page in ``storage``, so that words can be loaded and text looked up without copying the end.
    static let padding = ByteArrayDictionary.padding

    /// The page, whatever comes before these bytes in it, and padding.
    let storage: [UInt8]
    private(set) var position: Int
    /// Behind the last byte; at least ``padding`` bytes of storage follow.
    let end: Int

    /// A whole page, to which the padding is added.
    init(page: consuming [UInt8]) {
        end = page.count
        for _ in 0..<Self.padding { page.append(0) }
        storage = page
        position = 0
    }

    private init(storage: [UInt8], range: Range<Int>) {
        self.storage = storage
        position = range.lowerBound
        end = range.upperBound
    }

    /// Bytes not yet read.
    var remaining: Int { end - position }

    /// Takes the next `count` bytes and returns where they are.
    mutating func take(_ count: Int) throws(ParquetError) -> Range<Int> {
        guard count >= 0, count <= remaining else { throw Self.endsEarly }
        defer { position += count }
        return position..<(position + count)
    }

    /// Takes the next `count` bytes to be read on their own.
    mutating func split(_ count: Int) throws(ParquetError) -> PageBytes {
        PageBytes(storage: storage, range: try take(count))
    }

    mutating func readByte() throws(ParquetError) -> UInt8 {
        guard position < end else { throw Self.endsEarly }
        defer { position += 1 }
        return storage[position]
    }

    mutating func readUInt32() throws(ParquetError) -> UInt32 {
        let range = try take(4)
        return UInt32(
            littleEndian: storage.span.bytes.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: UInt32.self)
        )
    }

    /// Reads a ULEB128 number of at most 64 bits.
    mutating func readVarint() throws(ParquetError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try readByte()
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw ParquetError(.invalidData, "a page has a number of more than 64 bits")
    }

    /// Reads a signed number whose sign is in its lowest bit.
    mutating func readZigzag() throws(ParquetError) -> Int64 {
        let raw = try readVarint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    static var endsEarly: ParquetError { ParquetError(.invalidData, "a page ends in the middle of its values") }
}
