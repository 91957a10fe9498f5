import Gzip
import Testing

@Suite("Whole gzip objects")
struct GzipInflaterTests {
    static let contents: [[UInt8]] = [
        [], Array("a".utf8), Array("one line\n".utf8), flowLogLines(count: 300), flowLogLines(count: 4000, seed: 2),
        [UInt8](repeating: 0x20, count: 300_000),
    ]

    @Test("every level, stored blocks included", arguments: [0, 1, 6, 9], contents.indices)
    func levels(level: Int, content: Int) {
        let content = Self.contents[content]
        let outcome = inflated(GzipMember(content: content, level: level).bytes)
        #expect(outcome.error == nil)
        #expect(outcome.output == content)
    }

    @Test("every combination of optional header fields", arguments: 0..<16)
    func headerFields(combination: Int) {
        let content = flowLogLines(count: 5)
        let member = GzipMember(
            content: content,
            extra: combination & 1 != 0 ? [0x41, 0x50, 2, 0, 9, 9] : nil,
            name: combination & 2 != 0 ? "flow.log" : nil,
            comment: combination & 4 != 0 ? "a comment" : nil,
            hasHeaderChecksum: combination & 8 != 0
        )
        for size in [Int.max, 1, 2, 3, 7] {
            let outcome = InflaterDriver(inputSize: { size }).run(member.bytes)
            #expect(outcome.error == nil)
            #expect(outcome.output == content)
        }
    }

    @Test("header fields that are empty or as long as can be")
    func extremeHeaderFields() {
        let content = flowLogLines(count: 2)
        var member = GzipMember(content: content, extra: [], name: "", comment: "", hasHeaderChecksum: true)
        #expect(inflated(member.bytes).output == content)
        member.extra = [UInt8](repeating: 0x8B, count: 65_535)
        member.name = String(repeating: "n", count: 100_000)
        #expect(inflated(member.bytes).output == content)
        #expect(InflaterDriver(inputSize: { 1000 }).run(member.bytes).output == content)
    }

    @Test("members back to back, empty ones and headers of all kinds among them")
    func members() {
        let parts = [
            GzipMember(content: flowLogLines(count: 50), name: "first"),
            GzipMember(),
            GzipMember(content: flowLogLines(count: 1), level: 0, extra: [1, 2, 3], hasHeaderChecksum: true),
            GzipMember(level: 9, comment: "empty"),
            GzipMember(content: flowLogLines(count: 2000, seed: 3), level: 9),
        ]
        let outcome = inflated(parts.flatMap(\.bytes))
        #expect(outcome.error == nil)
        #expect(outcome.output == parts.flatMap(\.content))
    }

    @Test("zero padding after the last member", arguments: [1, 2, 7, 8, 9, 511, 100_000])
    func padding(count: Int) {
        let content = flowLogLines(count: 20)
        let bytes = GzipMember(content: content).bytes + [UInt8](repeating: 0, count: count)
        for size in [Int.max, 1000, 1] where size > 1 || count < 1000 {
            let outcome = InflaterDriver(inputSize: { size }).run(bytes)
            #expect(outcome.error == nil)
            #expect(outcome.output == content)
        }
    }

    @Test("an inflater is as good as new after reset, whatever went before")
    func reset() {
        let content = flowLogLines(count: 3000)
        let bytes = GzipMember(content: content).bytes
        var inflater = GzipInflater()
        let befores: [[UInt8]] = [
            bytes, Array(bytes.prefix(5)), Array(bytes.prefix(bytes.count / 2)), Array(bytes.dropLast(3)),
            Array(bytes.dropLast()) + [7], bytes + [0], bytes + [1], Array("plain".utf8),
            bytes.prefix(20) + [UInt8](repeating: 0xFF, count: 50),
        ]
        for before in befores {
            _ = InflaterDriver().run(before, with: &inflater)
            inflater.reset()
            let outcome = InflaterDriver().run(bytes, with: &inflater)
            #expect(outcome.error == nil)
            #expect(outcome.output == content)
            #expect(inflater.compressedOffset == bytes.count)
            #expect(inflater.inflatedOffset == content.count)
            inflater.reset()
        }
    }

    @Test("an empty output makes no progress and does no harm")
    func emptyOutput() throws {
        let bytes = GzipMember(content: flowLogLines(count: 3)).bytes
        var inflater = GzipInflater()
        let progress = try bytes.withUnsafeBytes {
            try inflater.inflate(from: $0, into: UnsafeMutableRawBufferPointer(start: nil, count: 0))
        }
        #expect(progress.consumed == 10)
        #expect(progress.produced == 0)
        #expect(!progress.needsInput)
    }
}
