import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

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

    /// Blocks that nobody uses, those that came last at the end.
    private struct Idle: @unchecked Sendable {
        // Unsafe: addresses of blocks that this pool alone knows about while they are here.
        var blocks: [(address: UnsafeMutableRawPointer, size: Int)] = []
        var byteCount = 0
        /// The most bytes that wait for their next user.
        var byteLimit = 128 << 20

        /// The warmest block of that size.
        mutating func take(_ size: Int) -> UnsafeMutableRawPointer? {
            guard let place = blocks.lastIndex(where: { $0.size == size }) else { return nil }
            byteCount -= size
            return blocks.remove(at: place).address
        }

        /// Keeps a block; the one that has waited longest goes where there are too many.
        mutating func keep(_ address: UnsafeMutableRawPointer, _ size: Int) {
            blocks.append((address, size))
            byteCount += size
            shrink()
        }

        mutating func shrink() {
            while byteCount > byteLimit {
                let oldest = blocks.removeFirst()
                byteCount -= oldest.size
                free(oldest.address)
            }
        }
    }

    private let idle = Mutex(Idle())

    /// Keeps at most so many bytes from now on, 128 MiB unless something else is said.
    public func keep(atMost byteLimit: Int) {
        idle.withLock { idle in
            idle.byteLimit = byteLimit
            idle.shrink()
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
        if size >= Self.leastByteCount, let known = idle.withLock({ $0.take(size) }) { return known }
        return Self.allocateFresh(size)
    }

    /// A larger block in place of one, with the first `count` bytes of it.
    ///
    /// The C library moves large blocks by their page tables: a block that nobody has had yet comes without copying.
    func grow(
        _ block: UnsafeMutableRawPointer,
        from byteCount: Int,
        to wanted: Int,
        keeping count: Int
    ) -> UnsafeMutableRawPointer {
        let size = Self.blockSize(wanted)
        let known = size >= Self.leastByteCount ? idle.withLock { $0.take(size) } : nil
        if known == nil, byteCount >= Self.leastByteCount, let moved = realloc(block, size) { return moved }
        let fresh = known ?? Self.allocateFresh(size)
        fresh.copyMemory(from: block, byteCount: count)
        deallocate(block, byteCount)
        return fresh
    }

    // Unsafe: large blocks come from the C library and go back to it, since Swift's cannot be made larger. Where it has no
    // memory, Swift ends the process as it always does.
    private static func allocateFresh(_ size: Int) -> UnsafeMutableRawPointer {
        let block = size >= leastByteCount ? aligned_alloc(64, size) : nil
        return block ?? .allocate(byteCount: size, alignment: 64)
    }

    /// Takes back a block that was allocated for `wanted` bytes.
    func deallocate(_ block: UnsafeMutableRawPointer, _ wanted: Int) {
        let size = Self.blockSize(wanted)
        guard size >= Self.leastByteCount else { return block.deallocate() }
        idle.withLock { $0.keep(block, size) }
    }
}
