/// Bytes on their way from whoever gives them to whoever consumes them, in one stretch of memory.
package final class ByteWindow {
    // Unsafe: the kernel and inflate write into it, and inflate and rewriters read from it in place; freed in deinit.
    private var storage: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    /// An empty window.
    package init(capacity: Int) {
        storage = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { storage.deallocate() }

    /// The bytes there are.
    package var count: Int { end - start }
    /// The bytes there may be.
    package var capacity: Int { storage.count }
    package var isEmpty: Bool { start == end }
    package var isFull: Bool { count == capacity }

    /// The bytes there are, until the window changes.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[start..<end]) }

    /// The first bytes, as many as there are.
    package func prefix(_ count: Int) -> [UInt8] { Array(bytes.prefix(count)) }

    /// Lets `body` write behind the bytes there are; it returns how many it wrote.
    ///
    /// Returns that number.
    package func append<Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        if start > 0 {
            storage.copyMemory(from: bytes)
            (start, end) = (0, count)
        }
        let received = try body(UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
        end += received
        return received
    }

    /// Drops the first `count` bytes.
    package func consume(_ count: Int) { start += count }

    /// Doubles the capacity.
    package func grow() {
        let fresh = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity * 2, alignment: 64)
        fresh.copyMemory(from: bytes)
        (start, end) = (0, count)
        storage.deallocate()
        storage = fresh
    }

    /// Moves as many bytes as fit and returns their number.
    package func move(into room: UnsafeMutableRawBufferPointer) -> Int {
        let moved = min(room.count, count)
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(moved)))
        start += moved
        return moved
    }
}
