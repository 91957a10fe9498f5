/// PLAIN text: each value behind its length in 4 bytes.
struct PlainByteArrayDecoder: ValueDecoder {
    private var bytes: PageBytes
    private let interner: TextInterner

    init(_ bytes: PageBytes, _ interner: TextInterner) {
        self.bytes = bytes
        self.interner = interner
    }

    mutating func decode(_ count: Int, into target: inout [UInt32]) throws(ParquetError) {
        for index in 0..<count {
            let length = try bytes.readUInt32()
            target[index] = try interner.id(of: bytes.storage, in: try bytes.take(Int(length)))
        }
    }
}
