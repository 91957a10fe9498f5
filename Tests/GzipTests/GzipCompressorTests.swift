import TestSupport
import Testing

@testable import Gzip

@Suite struct GzipCompressorTests {
    private func inflated(_ member: [UInt8], room: Int) throws -> [UInt8] {
        var inflater = GzipInflater()
        var output = [UInt8](repeating: 0, count: room + 1)
        let produced = try member.withUnsafeBytes { input in
            try output.withUnsafeMutableBytes { room in
                let progress = try inflater.inflate(from: input, into: room)
                #expect(progress.consumed == input.count && progress.needsInput)
                return progress.produced
            }
        }
        try inflater.finish()
        return Array(output.prefix(produced))
    }

    @Test func whatGoesInComesOut() throws {
        var random = SeededGenerator(seed: 5)
        for count in [0, 1, 2, 100, 65_535, 300_000] {
            for alphabet in [[], Array("10.0.0.1 ".utf8)] {
                let bytes = random.bytes(count, from: alphabet)
                for level in [0, 1, 6, 9] {
                    let member = try #require(GzipCompressor.member(of: bytes, level: level))
                    #expect(member.count <= GzipCompressor.bound(count))
                    #expect(try inflated(member, room: count) == bytes)
                }
            }
        }
    }

    @Test func tooLittleRoom() {
        let bytes = [UInt8](repeating: 7, count: 1000)
        var room = [UInt8](repeating: 0, count: 10)
        let length = room.withUnsafeMutableBytes { room in
            bytes.withUnsafeBytes { GzipCompressor.compress($0, into: room, level: 6) }
        }
        #expect(length == nil)
    }

    @Test func levelsThatThereAreNot() {
        #expect(GzipCompressor.member(of: [1], level: 99) == nil)
    }
}
