import Testing

@testable import Columnar

@Suite struct BlockPoolTests {
    private static let size = 512 << 10

    @Test func blocksAreHandedOn() {
        let pool = BlockPool()
        let block = pool.allocate(Self.size)
        pool.deallocate(block, Self.size)
        #expect(pool.byteCount == Self.size)
        #expect(pool.allocate(Self.size - 100) == block)
        #expect(pool.byteCount == Self.size)
        pool.deallocate(block, Self.size)
    }

    @Test("idle blocks and those in use are bounded together")
    func bound() {
        let pool = BlockPool()
        pool.keep(atMost: 3 * Self.size)
        let blocks = (0..<5).map { _ in pool.allocate(Self.size) }
        // Whoever needs memory gets it.
        #expect(pool.byteCount == 5 * Self.size)
        pool.deallocate(blocks[0], Self.size)
        #expect(pool.byteCount == 4 * Self.size)
        for block in blocks.dropFirst() { pool.deallocate(block, Self.size) }
        #expect(pool.byteCount == 3 * Self.size)
        // A block of another size takes the place of one that waits.
        let other = pool.allocate(2 * Self.size)
        #expect(pool.byteCount == 3 * Self.size)
        pool.deallocate(other, 2 * Self.size)
        pool.keep(atMost: 0)
        #expect(pool.byteCount == 0)
    }

    @Test("a block that grows keeps its bytes", arguments: [100, 300 << 10, 1 << 20])
    func growth(size: Int) {
        let pool = BlockPool()
        var block = pool.allocate(size)
        for byte in 0..<size {
            block.storeBytes(of: UInt8(truncatingIfNeeded: byte &* 31), toByteOffset: byte, as: UInt8.self)
        }
        block = pool.grow(block, from: size, to: size * 5, keeping: size)
        block.storeBytes(of: 1, toByteOffset: size * 5 - 1, as: UInt8.self)
        #expect(
            (0..<size).allSatisfy {
                block.load(fromByteOffset: $0, as: UInt8.self) == UInt8(truncatingIfNeeded: $0 &* 31)
            }
        )
        pool.deallocate(block, size * 5)
        pool.keep(atMost: 0)
        #expect(pool.byteCount == 0)
    }

    @Test func smallBlocksAreTheAllocatorsBusiness() {
        let pool = BlockPool()
        let block = pool.allocate(1000)
        #expect(pool.byteCount == 0)
        pool.deallocate(block, 1000)
        #expect(pool.byteCount == 0)
    }
}
