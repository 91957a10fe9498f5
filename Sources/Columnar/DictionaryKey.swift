/// What a value is looked up by: 16 bytes that are the value itself where it is short, and a hash of it where it is not.
struct DictionaryKey {
    let low: UInt64
    let high: UInt64

    /// The key of no value: its length byte is one that no value has.
    static let none = DictionaryKey(low: 0, high: 0xFE << 56)

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

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

    /// The part of a hash that is kept beside an id in the table: never 0, so that no place looks free.
    @inline(__always)
    static func tag(_ hash: UInt64) -> UInt64 { hash >> 32 | 1 }

    /// Spreads a key over a table: the low bits are the place.
    @inline(__always)
    var hash: UInt64 { Self.hash(low, high) }

    @inline(__always)
    static func hash(_ low: UInt64, _ high: UInt64) -> UInt64 {
        mix(low ^ 0x9E37_79B9_7F4A_7C15, high ^ 0xD6E8_FEB8_6659_FD93)
    }

    /// 120 bits of a value of more than 15 bytes.
    @inline(__always)
    private static func hashLong(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> (UInt64, UInt64) {
        // The last 16 bytes overlap those before where the length is no multiple of 16.
        let tail = bytes + length - 16
        var low = mix(Memory.load8(bytes) ^ UInt64(length), Memory.load8(bytes + 8) ^ 0xA076_1D64_78BD_642F)
        var high = mix(Memory.load8(tail) ^ 0xE703_7ED1_A0B4_28DB, Memory.load8(tail + 8) ^ 0x8EBC_6AF0_9C88_C6E3)
        var offset = 16
        while offset + 16 < length {
            let next = bytes + offset
            low = mix(low ^ Memory.load8(next), Memory.load8(next + 8) ^ 0x5899_65CC_7537_4CC3)
            high = mix(high ^ Memory.load8(next + 8), Memory.load8(next) ^ 0x1D8E_4E27_C47D_124F)
            offset += 16
        }
        return (low, high | 0xFF << 56)
    }

    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.low ^ product.high
    }
}
