/// Collects the trailer of one gzip member: CRC-32 and length modulo 2³², both little endian.
struct GzipTrailer {
    /// How many bytes a trailer has.
    static let length = 8

    private var value: UInt64 = 0
    private var count = 0

    var isComplete: Bool { count == Self.length }

    /// What the member says of its inflated bytes.
    var checksum: UInt32 { UInt32(truncatingIfNeeded: value) }

    /// What the member says of its inflated length, modulo 2³².
    var inflatedLength: UInt32 { UInt32(truncatingIfNeeded: value >> 32) }

    /// Takes bytes until the trailer is complete, and says how many it used.
    mutating func consume(_ bytes: UnsafeRawBufferPointer) -> Int {
        let taken = min(bytes.count, Self.length - count)
        for index in 0..<taken { append(bytes[index]) }
        return taken
    }

    /// Takes the bytes that the inflating library had read beyond the deflate data.
    ///
    /// ISA-L keeps at most 64 bits ahead, so they never reach beyond the trailer.
    mutating func take(_ unread: RawInflateLeftover) {
        for index in 0..<min(unread.count, Self.length - count) {
            append(UInt8(truncatingIfNeeded: unread.bytes >> (8 * UInt64(index))))
        }
    }

    private mutating func append(_ byte: UInt8) {
        value |= UInt64(byte) << (8 * UInt64(count))
        count += 1
    }
}
