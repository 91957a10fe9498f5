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

    /// The key of `length` bytes; 16 bytes behind them must be readable.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
        if length <= ByteArrayDictionary.inlineLimit {
            // Shifts of 64 and more give 0 in Swift, so short and empty values need no branch.
            let lowBits = min(length, 8) &* 8
            let highBits = max(length &- 8, 0) &* 8
            low = Memory.load8(bytes) & ~(~UInt64(0) << UInt64(lowBits))
            high = (Memory.load8(bytes + 8) & ~(~UInt64(0) << UInt64(highBits))) | UInt64(length) << 56
        } else {
            (low, high) = Self.hashLong(bytes, length)
        }
    }

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
