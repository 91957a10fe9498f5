/// An address: 4 bytes, or 16.
struct IPAddress: Equatable {
    /// How many bytes it has.
    let length: Int
    // The first byte in the highest place; an address of 4 bytes is all in `low`.
    private let high: UInt64
    private let low: UInt64

    /// Reads dotted decimals, or hexadecimal groups with at most one `::` and possibly dotted decimals at the end.
    init?(_ text: some Collection<UInt8>) {
        guard let bytes = Self.dotted(text) ?? Self.grouped(text) else { return nil }
        length = bytes.count
        high = bytes.dropLast(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Whether the bytes come first; of an address of the same length.
    func precedes(_ other: IPAddress) -> Bool { (high, low) < (other.high, other.low) }

    /// Appends the bytes.
    func append(to bytes: inout [UInt8]) {
        if length == 16 {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(high >> shift & 0xFF)) }
        }
        for shift in stride(from: length == 16 ? 56 : 24, through: 0, by: -8) {
            bytes.append(UInt8(low >> shift & 0xFF))
        }
    }

    /// The bytes.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// Whether no route on the public Internet leads there: RFC 1918, RFC 6598 (shared), RFC 3927 (link-local), loopback,
    /// and for IPv6 RFC 4193 (unique local), link-local and loopback.
    var isPrivate: Bool {
        if bytes.count == 4 { return Self.isPrivate(bytes[...]) }
        if bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) { return Self.isPrivate(bytes[12...]) }
        return bytes[0] & 0xFE == 0xFC || (bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80)
            || (bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1)
    }

    private static func isPrivate(_ bytes: ArraySlice<UInt8>) -> Bool {
        let first = bytes[bytes.startIndex]
        let second = bytes[bytes.startIndex + 1]
        switch first {
        case 10, 127: return true
        case 172: return second & 0xF0 == 16
        case 192: return second == 168
        case 169: return second == 254
        case 100: return second & 0xC0 == 64
        default: return false
        }
    }

    private static func dotted(_ text: some Collection<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        for part in text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard (1...3).contains(part.count) else { return nil }
            var value = 0
            for byte in part {
                guard byte &- UInt8(ascii: "0") <= 9 else { return nil }
                value = value * 10 + Int(byte &- UInt8(ascii: "0"))
            }
            guard value < 256 else { return nil }
            bytes.append(UInt8(value))
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func grouped(_ text: some Collection<UInt8>) -> [UInt8]? {
        var head: [UInt8] = []
        var tail: [UInt8]?
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return nil }
        for (place, part) in parts.enumerated() {
            if part.isEmpty {
                // An empty part is the `::`; at either end there is one more of them.
                if place == 0, parts[1].isEmpty { continue }
                if place == parts.count - 1, tail?.isEmpty == true { continue }
                guard tail == nil, place > 0, place < parts.count - 1 else { return nil }
                tail = []
                continue
            }
            let group: [UInt8]
            if place == parts.count - 1, let bytes = dotted(part) {
                group = bytes
            } else {
                guard part.count <= 4, let value = UInt16(String(decoding: part, as: UTF8.self), radix: 16) else {
                    return nil
                }
                group = [UInt8(value >> 8), UInt8(value & 0xFF)]
            }
            if tail == nil { head += group } else { tail? += group }
        }
        guard let tail else { return head.count == 16 ? head : nil }
        guard head.count + tail.count <= 14 else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }
}
