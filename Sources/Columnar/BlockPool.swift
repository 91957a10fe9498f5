import Synchronization

/// Large blocks of memory, handed on by whoever is done with one to whoever needs one next.
///
/// A block that comes fresh from the kernel is paid for page by page as it is first written to, which took a sixth of a
/// conversion's time. Sizes are rounded up to a few classes, so that the columns of one row group fit those of the next, and
/// what is kept is bounded, so that nothing grows with the length of the input.
public final class BlockPool: Sendable {
    /// The pool of the process: row groups are filled by one task and encoded by another.
    public static let shared = BlockPool()

    /// Smaller blocks are the allocator's business, which keeps them by itself.
    static let leastByteCount = 256 << 10

    /// Blocks that nobody uses, those that came last at the end, and how many bytes there are in all.
    private struct Blocks: @unchecked Sendable {
        // Unsafe: addresses of blocks that this pool alone knows about while they are here.
        var idle: [(address: UnsafeMutableRawPointer, size: Int)] = []
        /// The bytes of idle blocks and of those in use.
        var byteCount = 0
        /// The most bytes that there are as long as there is an idle block to give back.
        var byteLimit = 128 << 20

        /// The warmest idle block of that size; where there is none, the count is as if there were one more in use.
        mutating func take(_ size: Int) -> UnsafeMutableRawPointer? {
            if let place = idle.lastIndex(where: { $0.size == size }) { return idle.remove(at: place).address }
            byteCount += size
            shrink()
            return nil
        }

        /// Keeps a block; those that have waited longest go where there are too many.
        mutating func keep(_ address: UnsafeMutableRawPointer, _ size: Int) {
            idle.append((address, size))
            shrink()
        }

        mutating func shrink() {
            while byteCount > byteLimit, !idle.isEmpty {
                let oldest = idle.removeFirst()
                byteCount -= oldest.size
                MappedMemory.unmap(oldest.address, oldest.size)
            }
        }
    }

    private let blocks = Mutex(Blocks())

    /// The bytes of all blocks, idle and in use, that are not the allocator's business.
    var byteCount: Int { blocks.withLock { $0.byteCount } }

    /// Gives idle blocks back from now on while there are more than so many bytes in use and idle, 128 MiB unless something
    /// else is said.
    public func keep(atMost byteLimit: Int) {
        blocks.withLock { blocks in
            blocks.byteLimit = byteLimit
            blocks.shrink()
        }
    }

    /// The bytes that a block for `wanted` bytes has: at most a quarter more.
    static func blockSize(_ wanted: Int) -> Int {
        guard wanted >= leastByteCount else { return wanted }
        // Four classes between one power of two and the next.
        let step = 1 << (Int.bitWidth - wanted.leadingZeroBitCount - 3)
        return (wanted + step - 1) & ~(step - 1)
    }

    /// A block of at least `wanted` bytes, aligned to 16; what it holds is undefined.
    func allocate(_ wanted: Int) -> UnsafeMutableRawPointer {
        let size = Self.blockSize(wanted)
        if size >= Self.leastByteCount, let known = blocks.withLock({ $0.take(size) }) { return known }
        return Self.allocateFresh(size)
    }

    /// A larger block in place of one, with the first `count` bytes of it.
    ///
    /// A block that nobody has had yet comes without copying where the system can move page tables.
    func grow(
        _ block: UnsafeMutableRawPointer,
        from byteCount: Int,
        to wanted: Int,
        keeping count: Int
    ) -> UnsafeMutableRawPointer {
        let size = Self.blockSize(wanted)
        let known = size >= Self.leastByteCount ? blocks.withLock { $0.take(size) } : nil
        let before = Self.blockSize(byteCount)
        if known == nil, before >= Self.leastByteCount, let grown = MappedMemory.grow(block, from: before, to: size) {
            blocks.withLock { $0.byteCount -= before }
            return grown
        }
        let fresh = known ?? Self.allocateFresh(size)
        fresh.copyMemory(from: block, byteCount: count)
        deallocate(block, byteCount)
        return fresh
    }

    private static func allocateFresh(_ size: Int) -> UnsafeMutableRawPointer {
        size >= leastByteCount ? MappedMemory.map(size) : .allocate(byteCount: size, alignment: 64)
    }

    /// Takes back a block that was allocated for `wanted` bytes.
    func deallocate(_ block: UnsafeMutableRawPointer, _ wanted: Int) {
        let size = Self.blockSize(wanted)
        guard size >= Self.leastByteCount else { return block.deallocate() }
        blocks.withLock { $0.keep(block, size) }
    }
}
