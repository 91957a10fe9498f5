import Digest

/// Community ID version 1: the same text for both directions of a flow, whichever tool computes it.
///
/// `1:` and the Base64 of the SHA-1 of seed, addresses, protocol, a zero, and the ports, the smaller end first.
public struct CommunityID {
    /// One end of a flow.
    struct End: Equatable {
        let address: IPAddress
        /// 0 where the protocol has no ports.
        var port: UInt16 = 0

        /// Whether it comes first.
        func precedes(_ other: End) -> Bool {
            address == other.address ? port < other.port : address.precedes(other.address)
        }
    }

    private let sha1 = SHA1()
    private var message: [UInt8] = []
    private var digest = [UInt8](repeating: 0, count: SHA1.length)
    private var text: [UInt8] = []

    init() {}

    /// Whether this system computes the hash.
    public static var isAvailable: Bool {
        var digest = [UInt8](repeating: 0, count: SHA1.length)
        return SHA1().hash([0], into: &digest)
    }

    /// Whether the protocol has ports that are part of the id; `nil` for what has no id: ICMP, whose type and code flow logs
    /// do not tell, and what is no protocol.
    static func hasPorts(_ number: Int64) -> Bool? {
        switch number {
        case 6, 17, 132: true
        case 1, 58: nil
        case 0...255: false
        default: nil
        }
    }

    /// Bytes of an id.
    static let length = 30
    /// Bytes behind an id that mean nothing, so that a dictionary may read whole words.
    private static let padding = [UInt8](repeating: 0, count: 32)

    /// The id of a flow as text, ``length`` bytes and some that mean nothing; `nil` where the hash cannot be computed.
    ///
    /// The ends have addresses of one kind, the one that comes first being given first.
    mutating func text(of first: End, _ second: End, protocol number: UInt8, hasPorts: Bool) -> [UInt8]? {
        message.removeAll(keepingCapacity: true)
        message.append(0)
        message.append(0)
        first.address.append(to: &message)
        second.address.append(to: &message)
        message.append(number)
        message.append(0)
        if hasPorts {
            for port in [first.port, second.port] {
                message.append(UInt8(port >> 8))
                message.append(UInt8(port & 0xFF))
            }
        }
        guard sha1.hash(message, into: &digest) else { return nil }
        text.removeAll(keepingCapacity: true)
        text.append(UInt8(ascii: "1"))
        text.append(UInt8(ascii: ":"))
        appendBase64()
        text.append(contentsOf: Self.padding)
        return text
    }

    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends the 28 letters that the digest's 20 bytes take.
    private mutating func appendBase64() {
        let digest = digest
        for start in stride(from: 0, to: 18, by: 3) {
            let bits = UInt32(digest[start]) << 16 | UInt32(digest[start + 1]) << 8 | UInt32(digest[start + 2])
            for shift: UInt32 in [18, 12, 6, 0] { text.append(Self.digits[Int(bits >> shift & 63)]) }
        }
        let bits = UInt32(digest[18]) << 16 | UInt32(digest[19]) << 8
        for shift: UInt32 in [18, 12, 6] { text.append(Self.digits[Int(bits >> shift & 63)]) }
        text.append(UInt8(ascii: "="))
    }
}
