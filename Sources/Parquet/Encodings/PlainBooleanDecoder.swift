/// PLAIN truth values: one bit each, the first in the lowest bit.
struct PlainBooleanDecoder: ValueDecoder {
    private let bytes: PageBytes
    private var bit = 0

    init(_ bytes: PageBytes) {
        self.bytes = bytes
    }

    mutating func decode(_ count: Int, into target: inout [UInt8]) throws(ParquetError) {
        guard count <= bytes.remaining * 8 - bit else { throw PageBytes.endsEarly }
        for index in 0..<count {
            target[index] = bytes.storage[bytes.position + (bit >> 3)] >> UInt8(bit & 7) & 1
            bit += 1
        }
    }
}
