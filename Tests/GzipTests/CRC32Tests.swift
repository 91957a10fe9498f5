import Gzip
import Testing

@Suite("CRC-32")
struct CRC32Tests {
    @Test("the check value of the algorithm, and no bytes")
    func known() {
        #expect(CRC32.checksum(of: Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum(of: []) == 0)
        #expect(CRC32.checksum(of: UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
    }

    @Test("all short lengths and alignments agree with zlib")
    func lengths() {
        let bytes = flowLogLines(count: 4)
        for start in 0..<9 {
            for length in 0..<300 {
                let piece = Array(bytes[start..<(start + length)])
                #expect(CRC32.checksum(of: piece) == zlibChecksum(piece))
            }
        }
    }

    @Test("by pieces or at once")
    func pieces() {
        let bytes = flowLogLines(count: 40)
        for cut in [0, 1, 16, 17, 1000, bytes.count] {
            let checksum = bytes.withUnsafeBytes { all in
                let first = CRC32.update(0, with: UnsafeRawBufferPointer(rebasing: all[..<cut]))
                return CRC32.update(first, with: UnsafeRawBufferPointer(rebasing: all[cut...]))
            }
            #expect(checksum == zlibChecksum(bytes))
        }
    }
}
