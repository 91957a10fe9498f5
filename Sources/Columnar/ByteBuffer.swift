/// A growing stretch of raw bytes that encoders write into.
///
/// One task owns it at a time.
public final class ByteBuffer: @unchecked Sendable {
    // Unsafe: encoders write through a pointer to reserved room; freed in deinit. Short runs are appended by the million:
    // checks at run time that nobody else looks at the buffer meanwhile would take longer than they do.
    @exclusivity(unchecked) private var storage: UnsafeMutablePointer<UInt8>
    @exclusivity(unchecked) private var capacity: Int
    /// Bytes written.
    @exclusivity(unchecked) public private(set) var count = 0

    /// An empty buffer.
    public init(capacity: Int = 4096) {
        self.capacity = max(capacity, 16)
        storage = Self.allocate(self.capacity)
    }

    deinit { BlockPool.shared.deallocate(storage, capacity) }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
        BlockPool.shared.allocate(capacity).bindMemory(to: UInt8.self, capacity: capacity)
    }

    /// Forgets the bytes and keeps the memory.
    public func removeAll() { count = 0 }

    /// Makes room for `additional` more bytes.
    public func reserve(_ additional: Int) {
        guard count + additional > capacity else { return }
        let grown = max(count + additional, capacity * 2)
        let block = BlockPool.shared.grow(storage, from: capacity, to: grown, keeping: count)
        storage = block.bindMemory(to: UInt8.self, capacity: grown)
        capacity = grown
    }

    /// Lets `body` write up to `room` bytes behind those there are; it returns how many it wrote.
    public func append(room: Int, _ body: (UnsafeMutablePointer<UInt8>) throws -> Int) rethrows {
        reserve(room)
        let written = try body(storage + count)
        precondition(written >= 0 && written <= room)
        count += written
    }

    /// Appends bytes.
    public func append(contentsOf bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        append(room: bytes.count) { target in
            UnsafeMutableRawPointer(target).copyMemory(from: base, byteCount: bytes.count)
            return bytes.count
        }
    }

    /// Appends the bytes of an array.
    public func append(contentsOf bytes: [UInt8]) {
        bytes.withUnsafeBytes { append(contentsOf: $0) }
    }

    /// Appends one byte.
    public func append(_ byte: UInt8) {
        append(room: 1) { target in
            target[0] = byte
            return 1
        }
    }

    /// Appends a number, lowest byte first.
    public func append<Value: FixedWidthInteger & BitwiseCopyable>(littleEndian value: Value) {
        append(room: Value.bitWidth / 8) { target in
            UnsafeMutableRawPointer(target).storeBytes(of: value.littleEndian, as: Value.self)
            return Value.bitWidth / 8
        }
    }

    /// Appends an unsigned number, seven bits a byte, lowest first (ULEB-128).
    public func append(varint value: UInt64) {
        append(room: 10) { target in
            var rest = value
            var length = 0
            while rest >= 0x80 {
                target[length] = UInt8(truncatingIfNeeded: rest) | 0x80
                rest >>= 7
                length += 1
            }
            target[length] = UInt8(truncatingIfNeeded: rest)
            return length + 1
        }
    }

    /// Overwrites four bytes at `position` with a number, lowest byte first.
    public func overwrite(at position: Int, littleEndian value: UInt32) {
        precondition(position >= 0 && position + 4 <= count)
        UnsafeMutableRawPointer(storage + position).storeBytes(of: value.littleEndian, as: UInt32.self)
    }

    /// Calls `body` with the bytes written.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: storage, count: count))
    }

    /// A copy of the bytes written.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
}
