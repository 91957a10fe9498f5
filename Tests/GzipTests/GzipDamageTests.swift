import Gzip
import TestSupport
import Testing

@Suite("Damage")
struct GzipDamageTests {
    static let small = GzipMember(
        content: flowLogLines(count: 6),
        extra: [1, 2, 3],
        name: "small.log",
        comment: "damage me",
        hasHeaderChecksum: true
    )

    @Test("cut off at every byte: truncated, and what comes out is a prefix", arguments: [0, 1, 6])
    func truncatedEverywhere(level: Int) {
        var member = Self.small
        member.level = level
        let bytes = member.bytes
        for length in 0..<bytes.count {
            for size in [Int.max, 1] {
                let outcome = InflaterDriver(inputSize: { size }).run(Array(bytes.prefix(length)))
                #expect(outcome.error?.code == .truncated, "length \(length)")
                #expect(outcome.error?.compressedOffset == length)
                #expect(outcome.error?.inflatedOffset == outcome.output.count)
                #expect(member.content.starts(with: outcome.output))
            }
        }
    }

    @Test("cut off at every byte of a second member")
    func truncatedSecondMember() {
        let first = GzipMember(content: flowLogLines(count: 2)).bytes
        let second = Self.small.bytes
        for length in 1..<second.count {
            let outcome = inflated(first + second.prefix(length))
            #expect(outcome.error?.code == .truncated, "length \(length)")
            #expect(outcome.error?.member == 2)
        }
    }

    @Test("any bit flipped: an error, or the same output", arguments: [0, 1, 6, 9])
    func flippedBits(level: Int) {
        var member = Self.small
        member.level = level
        let second = GzipMember(content: flowLogLines(count: 2, seed: 9), level: level)
        let bytes = member.bytes + second.bytes
        let content = member.content + second.content
        for bit in 0..<(bytes.count * 8) {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            for outputSize in [65_536, 100] {
                let outcome = InflaterDriver(outputSize: { outputSize }).run(damaged)
                if outcome.error == nil { #expect(outcome.output == content, "bit \(bit)") }
            }
        }
    }

    @Test("random bytes overwritten in a large object", arguments: 0..<40)
    func overwritten(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let content = flowLogLines(count: 3000, seed: 5)
        let bytes = GzipMember(content: content, level: [1, 6, 9][seed % 3]).bytes
        var damaged = bytes
        for _ in 0..<8 {
            let offset = Int.random(in: 10..<bytes.count, using: &random)
            damaged[offset] = .random(in: 0...255, using: &random)
        }
        let outcome = InflaterDriver(
            inputSize: { .random(in: 1...20_000, using: &random) },
            outputSize: { .random(in: 1...90_000, using: &random) }
        ).run(damaged)
        #expect(outcome.error != nil || outcome.output == content)
    }

    @Test("a wrong CRC-32, in either member")
    func wrongChecksum() {
        let good = GzipMember(content: flowLogLines(count: 9))
        var bad = good.bytes
        bad[bad.count - 8] ^= 0x10
        for size in [Int.max, 1] {
            let driver = InflaterDriver(inputSize: { size })
            let alone = driver.run(bad)
            #expect(alone.error?.code == .checksumMismatch)
            #expect(alone.error?.compressedOffset == bad.count - 8)
            #expect(alone.error?.inflatedOffset == good.content.count)
            // The bytes themselves are handed over before the error is.
            #expect(alone.output == good.content)
            #expect(driver.run(bad + good.bytes).error?.member == 1)
            let second = driver.run(good.bytes + bad)
            #expect(second.error?.code == .checksumMismatch)
            #expect(second.error?.member == 2)
        }
    }

    @Test("a wrong length, in either member")
    func wrongLength() {
        let good = GzipMember(content: flowLogLines(count: 9))
        for index in 1...4 {
            var bad = good.bytes
            bad[bad.count - index] ^= 1
            #expect(inflated(bad).error?.code == .lengthMismatch)
            #expect(inflated(bad).error?.compressedOffset == bad.count - 4)
            #expect(inflated(good.bytes + bad).error?.code == .lengthMismatch)
            #expect(inflated(bad + good.bytes).error?.member == 1)
        }
    }

    @Test("an empty member is checked as well", arguments: 1...8)
    func emptyMember(index: Int) {
        var bytes = GzipMember().bytes
        bytes[bytes.count - index] = 1
        #expect(inflated(bytes).error?.code == (index > 4 ? .checksumMismatch : .lengthMismatch))
    }

    @Test("garbage after a member, at its exact offset")
    func garbage() {
        let member = GzipMember(content: flowLogLines(count: 9))
        let tails: [(bytes: [UInt8], garbageAt: Int)] = [
            ([1], 0), ([0xFF, 0xFF], 0), (Array("more text".utf8), 0), ([0x1F, 0x1F], 0), ([0x1F, 0x8C, 8, 0], 0),
            ([0, 1], 1), ([0, 0, 0, 0x1F, 0x8B], 3), ([0] + member.bytes, 1),
        ]
        for tail in tails {
            for size in [Int.max, 1] {
                let outcome = InflaterDriver(inputSize: { size }).run(member.bytes + tail.bytes)
                #expect(outcome.error?.code == .trailingGarbage)
                #expect(outcome.error?.compressedOffset == member.bytes.count + tail.garbageAt)
                #expect(outcome.error?.member == 1)
                #expect(outcome.output == member.content)
            }
        }
    }

    @Test("headers that are wrong")
    func headers() {
        #expect(inflated(Array("version account-id".utf8)).error?.code == .badMagic)
        #expect(inflated([0x1F, 0x8C, 8]).error?.code == .badMagic)
        #expect(inflated([0, 0, 0]).error?.code == .badMagic)
        #expect(inflated(GzipMember(method: 7).bytes).error?.code == .unsupportedMethod)
        for bit in [UInt8(0x20), 0x40, 0x80] {
            #expect(inflated(GzipMember(reservedFlags: bit).bytes).error?.code == .reservedFlags)
        }
        var member = GzipMember(name: "n", hasHeaderChecksum: true).bytes
        member[4] ^= 1
        #expect(inflated(member).error?.code == .headerChecksumMismatch)
        #expect(InflaterDriver(inputSize: { 1 }).run(member).error?.code == .headerChecksumMismatch)
    }

    @Test("deflate data that makes no sense")
    func invalidData() {
        // Block type 3 does not exist.
        #expect(inflated(GzipMember().header + [7, 0, 0]).error?.code == .invalidData)
        // A stored block whose length and complement do not agree.
        #expect(inflated(GzipMember().header + [1, 5, 0, 5, 0]).error?.code == .invalidData)
        // A match that reaches back before the first byte: fixed codes, length 3, distance 1.
        #expect(inflated(GzipMember().header + [0x03, 0x02, 0, 0, 0]).error?.code == .invalidData)
    }

    @Test("an error stays until reset, and says what and where on one line")
    func description() throws {
        let bytes = GzipMember(content: flowLogLines(count: 9)).bytes
        var inflater = GzipInflater()
        let outcome = InflaterDriver().run(Array(bytes.dropLast(8)), with: &inflater)
        let first = try #require(outcome.error)
        let place = "(compressed offset \(bytes.count - 8), inflated offset \(outcome.output.count))"
        #expect(first.description == "the gzip data ends in the middle of a member \(place)")
        #expect(InflaterDriver().run(bytes, with: &inflater).error == first)
        #expect(inflated(bytes + bytes.dropLast(1)).error?.description.hasSuffix(", member 2)") == true)
    }
}
