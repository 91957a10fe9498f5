import TestSupport
import Testing

@testable import FlowLogs

@Suite struct LineBlocksTests {
    /// What a block holds.
    private struct Block: Equatable {
        var offset: Int
        var bytes: [UInt8]
        var oversized: OversizedLine?
    }

    /// Cuts `input`, which is handed over in pieces of the lengths that `piece` gives.
    private func blocks(_ input: [UInt8], piece: () -> Int) -> [Block] {
        var lines = LineBlocks()
        let block = TextBlock(capacity: 16)
        var position = 0
        var isOver = false
        var found: [Block] = []
        while true {
            let more = lines.fill(block) { room in
                #expect(!room.isEmpty)
                #expect(!isOver, "asked again after the end")
                let count = min(room.count, input.count - position, max(piece(), 1))
                input.withUnsafeBytes {
                    room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<(position + count)]))
                }
                position += count
                isOver = count == 0
                return count
            }
            guard more else { break }
            found.append(
                Block(offset: block.offset, bytes: block.bytes(0..<block.count), oversized: block.oversizedLine)
            )
        }
        #expect(position == input.count && lines.unfinishedBytes == 0)
        return found
    }

    /// Checks blocks against the lines of the input.
    private func check(_ blocks: [Block], _ input: [UInt8]) {
        var lines: [[UInt8]] = []
        var oversized: [OversizedLine] = []
        var offset = 0
        for line in input.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.count > 1 << 20 {
                oversized.append(OversizedLine(offset: offset, length: line.count, excerpt: Array(line.prefix(4096))))
            } else if offset < input.count {
                lines.append(Array(line))
            }
            offset += line.count + 1
        }
        var text: [UInt8] = []
        for block in blocks {
            #expect(block.bytes.isEmpty || block.bytes.last == 0x0A)
            if block.oversized == nil {
                #expect(!block.bytes.isEmpty)
                let end = min(block.offset + block.bytes.count, input.count)
                #expect(Array(block.bytes.prefix(end - block.offset)) == Array(input[block.offset..<end]))
            }
            text += block.bytes
        }
        #expect(text == lines.flatMap { $0 + [0x0A] })
        #expect(blocks.compactMap(\.oversized) == oversized)
    }

    @Test func shortInputs() {
        for text in ["", "\n", "a", "a\n", "\n\n", "a\n\nb", "a\nb\n", "\r\n", " "] {
            let input = Array(text.utf8)
            let whole = blocks(input) { .max }
            check(whole, input)
            #expect(blocks(input) { 1 } == whole)
        }
    }

    @Test func everyCutOfATextAroundTheBlockSize() {
        var random = SeededGenerator(seed: 11)
        for size in [-2, -1, 0, 1, 2, 700, LineBlocks.blockSize] {
            var input: [UInt8] = []
            while input.count < LineBlocks.blockSize + size {
                input += random.bytes(random.below(120), from: Array("abc \r".utf8)) + [0x0A]
            }
            input.removeLast(input.count - LineBlocks.blockSize - size)
            let whole = blocks(input) { .max }
            check(whole, input)
            #expect(blocks(input) { 1 } == whole, "\(size)")
            for _ in 0..<5 {
                #expect(blocks(input) { random.below(70_000) } == whole)
                #expect(blocks(input) { random.below(300) } == whole)
            }
        }
    }

    @Test(arguments: [-1, 0, 1, 131_072, 2 << 20])
    func longLines(_ more: Int) {
        var random = SeededGenerator(seed: 13)
        let long = [UInt8](repeating: 0x78, count: LineBlocks.lineLimit + more)
        let short = Array("one two\n".utf8)
        let few = (0..<100).flatMap { _ in short }
        let inputs: [[UInt8]] = [
            long, long + [0x0A], long + [0x0A] + short, short + long, short + long + [0x0A] + short,
            few + long + [0x0A] + long + [0x0A] + few, short + long + [0x0A, 0x0A] + long,
        ]
        // All arrangements where the limit is, and a few elsewhere.
        for input in (0...1).contains(more) ? inputs : Array(inputs[4...4]) {
            let whole = blocks(input) { .max }
            check(whole, input)
            for limit in [100_000] { #expect(blocks(input) { random.below(limit) } == whole) }
        }
    }

    /// An end in the middle of things: whole lines are kept, and the beginning of one more is dropped and counted.
    @Test func aSourceThatIsCutOff() {
        for (text, kept) in [("a b\nc d\ne", "a b\nc d\n"), ("a b\n", "a b\n"), ("a b", ""), ("", "")] {
            for piece in [1, 2, 100] {
                var rest = Array(text.utf8)[...]
                var lines = LineBlocks()
                let block = TextBlock(capacity: 16)
                var found: [UInt8] = []
                while lines.fill(
                    block,
                    from: { room in
                        guard !rest.isEmpty else { return nil }
                        let part = rest.prefix(min(piece, room.count))
                        for (place, byte) in part.enumerated() { room[place] = byte }
                        rest = rest.dropFirst(part.count)
                        return part.count
                    }
                ) {
                    found += block.bytes(0..<block.count)
                }
                #expect(String(decoding: found, as: UTF8.self) == kept)
                #expect(lines.unfinishedBytes == text.utf8.count - kept.utf8.count)
            }
        }
    }

    @Test func aFailureOfTheSourceIsPassedOn() {
        struct Failure: Error, Equatable { var number: Int }
        var lines = LineBlocks()
        let block = TextBlock(capacity: 0)
        #expect(throws: Failure(number: 7)) {
            _ = try lines.fill(block) { _ throws(Failure) in throw Failure(number: 7) }
        }
    }
}
