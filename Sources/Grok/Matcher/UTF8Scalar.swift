/// Scalars of text that may be no UTF-8: a byte that is none counts as a replacement character of its own.
enum UTF8Scalar {
    static let replacement: UInt32 = 0xFFFD

    /// The scalar at `position`, which is before `limit`, and its length in bytes.
    @inline(__always)
    static func decode(_ text: borrowing Span<UInt8>, _ position: Int, _ limit: Int) -> (scalar: UInt32, length: Int) {
        let first = text[position]
        return first < 0x80 ? (UInt32(first), 1) : decodeLong(text, position, limit)
    }

    @inline(never)
    private static func decodeLong(
        _ text: borrowing Span<UInt8>,
        _ position: Int,
        _ limit: Int
    ) -> (scalar: UInt32, length: Int) {
        let first = UInt32(text[position])
        let length: Int
        var scalar: UInt32
        let least: UInt32
        switch first {
        case 0xC2...0xDF: (length, scalar, least) = (2, first & 0x1F, 0x80)
        case 0xE0...0xEF: (length, scalar, least) = (3, first & 0x0F, 0x800)
        case 0xF0...0xF4: (length, scalar, least) = (4, first & 0x07, 0x10000)
        default: return (replacement, 1)
        }
        guard position + length <= limit else { return (replacement, 1) }
        for place in (position + 1)..<(position + length) {
            let byte = text[place]
            guard byte & 0xC0 == 0x80 else { return (replacement, 1) }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        guard scalar >= least, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else { return (replacement, 1) }
        return (scalar, length)
    }

    /// Where the scalar before `position` begins.
    @inline(__always)
    static func start(before position: Int, in text: borrowing Span<UInt8>) -> Int {
        var start = position - 1
        guard text[start] >= 0x80 else { return start }
        let earliest = max(0, position - 4)
        while start > earliest, text[start] & 0xC0 == 0x80 { start -= 1 }
        // Only where it really reaches up to `position`; a stray byte is a scalar of its own.
        return start + decode(text, start, position).length == position ? start : position - 1
    }
}
