import Columnar
import TestSupport
import Testing

@Suite struct ByteBufferTests {
    @Test func agreesWithAnArray() {
        var random = SeededGenerator(seed: 1)
        let buffer = ByteBuffer(capacity: 0)
        var expected: [UInt8] = []
        for _ in 0..<2000 {
            switch random.below(5) {
            case 0:
                let byte = UInt8(random.below(256))
                buffer.append(byte)
                expected.append(byte)
            case 1:
                let bytes = random.bytes(random.below(60))
                buffer.append(contentsOf: bytes)
                expected += bytes
            case 2:
                let value = UInt32(truncatingIfNeeded: random.next())
                buffer.append(littleEndian: value)
                for place in 0..<4 { expected.append(UInt8(value >> UInt32(8 * place) & 0xFF)) }
                buffer.overwrite(at: expected.count - 4, littleEndian: value ^ 1)
                expected[expected.count - 4] ^= 1
            case 3:
                buffer.append(room: 9) { target in
                    target[0] = 9
                    target[8] = 1
                    return 1
                }
                expected.append(9)
            default:
                var value = random.next() >> UInt64(random.below(64))
                buffer.append(varint: value)
                while value > 127 {
                    expected.append(UInt8(value % 128 + 128))
                    value /= 128
                }
                expected.append(UInt8(value))
            }
        }
        #expect(buffer.bytes == expected)
        #expect(buffer.count == expected.count)
        buffer.removeAll()
        #expect(buffer.bytes == [])
    }
}
