import Digest
import Testing

@Suite struct SHA1Tests {
    /// The examples of RFC 3174; one digest serves them all.
    @Test func knownDigests() {
        let sha1 = SHA1()
        var digest = [UInt8](repeating: 0, count: SHA1.length)
        let examples = [
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ]
        for (message, wanted) in examples {
            #expect(sha1.hash(Array(message.utf8), into: &digest))
            #expect(digest.map { String(0x100 + Int($0), radix: 16).dropFirst() }.joined() == wanted)
        }
    }
}
