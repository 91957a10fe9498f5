import Columnar
import TestSupport
import Testing

@testable import FlowLogs

@Suite struct DelimiterIndexTests {
    /// What stands behind the text is full of delimiters, which must not count.
    private func positions(_ bytes: [UInt8], _ index: DelimiterIndex, tail: UInt8) -> ([UInt32], Int, UInt32) {
        let padded = bytes + [UInt8](repeating: tail, count: 128)
        return padded.withUnsafeBufferPointer { buffer in
            index.index(buffer.baseAddress.unsafelyUnwrapped, count: bytes.count)
            let found = Array(UnsafeBufferPointer(start: index.positions, count: index.count))
            return (found, index.newlines, index.positions[-1])
        }
    }

    @Test(arguments: KernelLevel.available) func agreesWithItsTwinOnEveryLength(level: KernelLevel) {
        var random = SeededGenerator(seed: 7)
        let index = DelimiterIndex(level: level)
        let alphabets: [[UInt8]] = [
            [], [0x20], [0x0A], [0x20, 0x0A, 0x61], [0x21, 0x0B, 0x09, 0x0D, 0x8A, 0xA0, 0x2A],
        ]
        for length in Array(0...300) + [511, 512, 513, 4096, 65_537] {
            for alphabet in alphabets {
                let bytes = random.bytes(length, from: alphabet)
                let twin = ScalarDelimiterIndex(bytes)
                let (found, newlines, before) = positions(bytes, index, tail: random.pick([0x20, 0x0A, 0]))
                #expect(found == twin.positions, "\(length)")
                #expect(newlines == twin.newlines)
                #expect(before == .max)
            }
        }
    }
}
