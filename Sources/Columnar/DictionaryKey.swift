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
        let product = (low ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: high ^ 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }

    /// 120 bits of a value of more than 15 bytes, 16 at a time, the last 16 overlapping.
    @inline(__always)
    private static func hashLong(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> (UInt64, UInt64) {
        var first = UInt64(length) &* 0xA076_1D64_78BD_642F
        var second = UInt64(length) ^ 0xE703_7ED1_A0B4_28DB
        var offset = 0
        while true {
            let left = Memory.load8(bytes + offset)
            let right = Memory.load8(bytes + offset + 8)
            let product = (left ^ first ^ 0x8EBC_6AF0_9C88_C6E3).multipliedFullWidth(by: right ^ 0x5899_65CC_7537_4CC3)
            first = product.low ^ product.high
            second = (second ^ left) &* 0x1D8E_4E27_C47D_124F ^ right
            second ^= second >> 29
            if offset + 16 == length { break }
            offset = min(offset + 16, length - 16)
        }
        return (first, second | 0xFF << 56)
    }
}
