import Digest
import Testing

@Suite struct SHA256Tests {
    /// The examples of FIPS 180-4 and of NIST's test vectors.
    @Test func knownDigests() {
        #expect(SHA256.hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(SHA256.hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(SHA256.hex(million) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func piecesChangeNothing() {
        let digest = SHA256()
        for piece in ["", "a", "", "bc", ""] { digest.update(Array(piece.utf8)) }
        #expect(digest.finish() == SHA256.hex(Array("abc".utf8)))
        #expect(digest.finish() == nil)
    }
}
