/// Community ID version 1: the same text for both directions of a flow, whichever tool computes it.
///
/// `1:` and the Base64 of the SHA-1 of seed, addresses, protocol, a zero, and the ports, the smaller end first.
enum CommunityID {
    private static let portProtocols: Set<Int32> = [6, 17, 132]
    private static let icmpProtocols: Set<Int32> = [1, 58]

    /// The id of a flow, or `nil` where it cannot be told.
    static func text(
        source: IPAddress,
        destination: IPAddress,
        sourcePort: Int32?,
        destinationPort: Int32?,
        protocol number: Int32
    ) -> String? {
        guard (0...255).contains(number), !icmpProtocols.contains(number),
            source.bytes.count == destination.bytes.count
        else { return nil }
        var first = (source.bytes, UInt16(0))
        var second = (destination.bytes, UInt16(0))
        let hasPorts = portProtocols.contains(number)
        if hasPorts {
            guard let from = sourcePort.flatMap({ UInt16(exactly: $0) }),
                let to = destinationPort.flatMap({ UInt16(exactly: $0) })
            else { return nil }
            (first.1, second.1) = (from, to)
        }
        if second.0.lexicographicallyPrecedes(first.0) || (first.0 == second.0 && second.1 < first.1) {
            swap(&first, &second)
        }
        var message: [UInt8] = [0, 0] + first.0 + second.0 + [UInt8(number), 0]
        if hasPorts {
            for port in [first.1, second.1] { message += [UInt8(port >> 8), UInt8(port & 0xFF)] }
        }
        return "1:" + base64(SHA1.hash(message))
    }

    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let bits = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - part.count))
            for place in 0..<4 {
                text.append(place <= part.count ? digits[Int(bits >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
