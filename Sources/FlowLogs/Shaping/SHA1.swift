/// The hash of Community IDs (RFC 3174), for messages of one block; nothing here relies on it being secure.
enum SHA1 {
    /// The most bytes of a message.
    static let limit = 55

    /// The 20 bytes of the hash of at most ``limit`` bytes.
    static func hash(_ message: [UInt8]) -> [UInt8] {
        precondition(message.count <= limit)
        var block = message + [0x80] + [UInt8](repeating: 0, count: 63 - message.count)
        block[62] = UInt8((message.count * 8) >> 8)
        block[63] = UInt8(message.count * 8 & 0xFF)
        var words = [UInt32](repeating: 0, count: 80)
        for index in 0..<16 {
            words[index] = (0..<4).reduce(0) { $0 << 8 | UInt32(block[4 * index + $1]) }
        }
        for index in 16..<80 {
            words[index] = rotate(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1)
        }
        let start: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        var (a, b, c, d, e) = (start[0], start[1], start[2], start[3], start[4])
        for (index, word) in words.enumerated() {
            let mix: UInt32
            let constant: UInt32
            switch index {
            case 0..<20: (mix, constant) = (b & c | ~b & d, 0x5A82_7999)
            case 20..<40: (mix, constant) = (b ^ c ^ d, 0x6ED9_EBA1)
            case 40..<60: (mix, constant) = (b & c | b & d | c & d, 0x8F1B_BCDC)
            default: (mix, constant) = (b ^ c ^ d, 0xCA62_C1D6)
            }
            (a, b, c, d, e) = (rotate(a, 5) &+ mix &+ e &+ constant &+ word, a, rotate(b, 30), c, d)
        }
        return zip(start, [a, b, c, d, e]).flatMap { before, after in
            let word = before &+ after
            return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
        }
    }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }
}
