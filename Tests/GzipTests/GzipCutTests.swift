import Gzip
import TestSupport
import Testing

/// However input and output are cut, the same bytes come out.
@Suite("Cuts")
struct GzipCutTests {
    /// Members of all kinds, padding at the end.
    static let object: [UInt8] = {
        let first = GzipMember(content: flowLogLines(count: 30), name: "a", hasHeaderChecksum: true)
        let second = GzipMember(content: flowLogLines(count: 3, seed: 2), level: 0, extra: [1, 2], comment: "c")
        let last = GzipMember(content: flowLogLines(count: 900, seed: 3), level: 9)
        return first.bytes + GzipMember().bytes + second.bytes + last.bytes + [0, 0, 0]
    }()
    static let content = flowLogLines(count: 30) + flowLogLines(count: 3, seed: 2) + flowLogLines(count: 900, seed: 3)

    @Test("input in pieces of one size", arguments: [1, 2, 3, 4, 5, 7, 8, 9, 13, 64, 1000])
    func evenPieces(size: Int) {
        let outcome = InflaterDriver(inputSize: { size }).run(Self.object)
        #expect(outcome.error == nil)
        #expect(outcome.output == Self.content)
    }

    @Test("every single cut of a small object")
    func everyCut() {
        let parts = [
            GzipMember(content: flowLogLines(count: 4), extra: [5], name: "n", comment: "c", hasHeaderChecksum: true),
            GzipMember(content: flowLogLines(count: 3), level: 0),
        ]
        let bytes = parts.flatMap(\.bytes) + [0, 0]
        let content = parts.flatMap(\.content)
        for cut in 1..<bytes.count {
            var sizes = [cut, bytes.count - cut][...]
            let outcome = InflaterDriver(inputSize: { sizes.popFirst() ?? 1 }).run(bytes)
            #expect(outcome.error == nil, "cut at \(cut)")
            #expect(outcome.output == content, "cut at \(cut)")
        }
    }

    @Test("outputs of one size", arguments: [1, 2, 3, 5, 16, 257, 258, 259, 4096, 32_768, 100_000])
    func evenOutputs(size: Int) {
        let outcome = InflaterDriver(outputSize: { size }).run(Self.object)
        #expect(outcome.error == nil)
        #expect(outcome.output == Self.content)
    }

    @Test("one byte in, one byte out")
    func oneByOne() {
        let outcome = InflaterDriver(inputSize: { 1 }, outputSize: { 1 }).run(Self.object)
        #expect(outcome.error == nil)
        #expect(outcome.output == Self.content)
    }

    @Test("random cuts of input and output", arguments: 0..<60)
    func randomCuts(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let content = flowLogLines(count: 2500, seed: UInt64(seed))
        let bytes = GzipMember(content: content, level: [0, 1, 6, 9][seed % 4]).bytes
        // Long outputs and short ones take different ways through ISA-L.
        let largest = [10, 1000, 40_000, 200_000][seed / 4 % 4]
        let outcome = InflaterDriver(
            inputSize: { Int.random(in: 1...5000, using: &random) },
            outputSize: { Int.random(in: max(1, largest / 10)...largest, using: &random) }
        ).run(bytes)
        #expect(outcome.error == nil)
        #expect(outcome.output == content)
    }
}
