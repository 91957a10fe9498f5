/// A stretch of the inflated object that a rewriter works on.
final class EnvelopeWindow {
    // Unsafe: inflate writes into it and rewriters read from it in place; freed in deinit.
    private var storage: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    init(capacity: Int) {
        storage = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { storage.deallocate() }

    var count: Int { end - start }
    var capacity: Int { storage.count }

    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: storage[start..<end]).assumingMemoryBound(to: UInt8.self)
    }

    /// The room behind the bytes there are; they are moved to the front first.
    func room() -> UnsafeMutableRawBufferPointer {
        if start > 0 {
            storage.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
            (start, end) = (0, count)
        }
        return UnsafeMutableRawBufferPointer(rebasing: storage[end...])
    }

    /// Counts bytes in that were written to the room.
    func append(_ count: Int) { end += count }

    /// Drops the first `count` bytes.
    func consume(_ count: Int) { start += count }

    /// Doubles the capacity.
    func grow() {
        let fresh = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity * 2, alignment: 64)
        fresh.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
        (start, end) = (0, count)
        storage.deallocate()
        storage = fresh
    }

    /// Moves as many bytes as fit and returns their number.
    func move(into room: UnsafeMutableRawBufferPointer) -> Int {
        let moved = min(room.count, count)
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<(start + moved)]))
        start += moved
        return moved
    }
}
