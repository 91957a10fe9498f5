import CColumnKernels

/// What a value is looked up by: 16 bytes that are the value itself where it is short, and a hash of it where it is not.
struct DictionaryKey {
    let low: UInt64
    let high: UInt64

    /// The key of no value: its length byte is one that no value has.
    static let none = DictionaryKey(low: 0, high: 0x7F << 56)

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Whether it is a short value's, and all of its bytes are ASCII.
    ///
    /// The last byte of a long value's key is no length that a short value may have, and has its highest bit set.
    var isASCII: Bool { (low | high) & 0x8080_8080_8080_8080 == 0 }

    /// The token `-`, which stands for NULL.
    static let dash = DictionaryKey(low: 0x2D, high: 1 << 56)

    /// What belongs to a short value of one length: the bytes of both words, and the length where the last byte is.
    struct Mask {
        let low: UInt64
        let high: UInt64
        let length: UInt64
    }

    /// The masks of all lengths up to ``ByteArrayDictionary/inlineLimit``; the caller frees them.
    static func makeMasks() -> UnsafePointer<Mask> {
        let masks = UnsafeMutablePointer<Mask>.allocate(capacity: ByteArrayDictionary.inlineLimit + 1)
        for length in 0...ByteArrayDictionary.inlineLimit {
            // Shifts of 64 and more give 0 in Swift.
            masks[length] = Mask(
                low: ~(~UInt64(0) << UInt64(length * 8)),
                high: ~(~UInt64(0) << UInt64(max(length - 8, 0) * 8)),
                length: UInt64(length) << 56
            )
        }
        return UnsafePointer(masks)
    }

    /// The key of a short value; 16 bytes from its first must be readable.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ mask: Mask) {
        low = Memory.load8(bytes) & mask.low
        high = Memory.load8(bytes + 8) & mask.high | mask.length
    }

    /// The key of a value of more than ``ByteArrayDictionary/inlineLimit`` bytes.
    @inline(__always)
    init(hashing bytes: UnsafePointer<UInt8>, _ length: Int) {
        (low, high) = Self.hashLong(bytes, length)
    }

    /// Spreads a key over a table: the low bits are the place.
    ///
    /// Made of what vectors have as well, see `flowconv_hash`.
    @inline(__always)
    var hash: UInt64 {
        var hash = Self.mix(low &+ Self.constants.0, high &+ Self.constants.1)
        hash = (hash ^ hash >> 32) &* Self.constants.2
        return hash ^ hash >> 32
    }

    /// 120 bits of a value of more than 15 bytes.
    @inline(__always)
    private static func hashLong(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> (UInt64, UInt64) {
        // The last 16 bytes overlap those before where the length is no multiple of 16.
        let tail = bytes + length - 16
        var low = mix(
            (Memory.load8(bytes) ^ UInt64(length)) &+ constants.0,
            Memory.load8(bytes + 8) &+ constants.2
        )
        var high = mix(Memory.load8(tail) &+ constants.1, Memory.load8(tail + 8) &+ constants.3)
        // Beyond 32 bytes there is something between the two.
        var offset = 16
        while offset + 16 < length, length > 32 {
            let next = bytes + offset
            low = mix(low ^ Memory.load8(next), Memory.load8(next + 8) &+ constants.3)
            high = mix(high ^ Memory.load8(next + 8), Memory.load8(next) &+ constants.1)
            offset += 16
        }
        // The length takes the last byte, with a bit that no short value has; lengths from 127 on are all the same.
        return (low, high & 0x00FF_FFFF_FFFF_FFFF | (0x80 | UInt64(min(length, 127))) << 56)
    }

    private static let constants = (
        FLOWCONV_HASH_1, FLOWCONV_HASH_2, FLOWCONV_HASH_3, FLOWCONV_HASH_4
    )

    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left & 0xFFFF_FFFF) &* (left >> 32)
        let other = (right & 0xFFFF_FFFF) &* (right >> 32)
        return product ^ (other << 32 | other >> 32)
    }
}
