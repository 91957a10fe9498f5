/// Bytes on their way from a file to whoever consumes them.
final class ByteWindow {
    // Unsafe: the kernel writes into it and inflate reads from it in place; freed in deinit.
    private let storage: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    init(capacity: Int) {
        storage = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { storage.deallocate() }

    var count: Int { end - start }
    var isEmpty: Bool { start == end }
    var isFull: Bool { count == storage.count }

    /// The first bytes, as many as there are.
    func prefix(_ count: Int) -> [UInt8] {
        Array(storage[start..<min(start + count, end)])
    }

    /// Lets `body` write behind the bytes there are; it returns how many it wrote.
    ///
    /// Returns that number.
    func append<Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        if start == end { (start, end) = (0, 0) }
        let received = try body(UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
        end += received
        return received
    }

    /// Calls `body` with the bytes there are.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(rebasing: storage[start..<end]))
    }

    /// Moves the bytes to the beginning, so that all room is behind them.
    func compact() {
        guard start > 0 else { return }
        storage.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
        (start, end) = (0, end - start)
    }

    /// Drops the first `count` bytes.
    func consume(_ count: Int) { start += count }

    /// Moves as many bytes as fit and returns their number.
    func move(into room: UnsafeMutableRawBufferPointer) -> Int {
        let moved = min(room.count, count)
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<(start + moved)]))
        start += moved
        return moved
    }
}
