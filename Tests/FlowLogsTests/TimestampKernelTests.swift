import TestSupport
import Testing

@testable import FlowLogs

@Suite struct TimestampKernelTests {
    private func parse(_ tokens: [[UInt8]]) -> [Int64?] {
        var rejected: Set<Int> = []
        let values = [Int64](unsafeUninitializedCapacity: tokens.count) { target, count in
            Tokens(tokens).withColumn { column in
                guard let base = target.baseAddress else { return }
                TimestampKernel.parse(column, into: base) { rejected.insert($0) }
            }
            count = tokens.count
        }
        for row in rejected { #expect(values[row] == 0) }
        return values.indices.map { rejected.contains($0) ? nil : values[$0] }
    }

    private static let plain = Array("2025-05-27T05:12:33.000Z".utf8)

    @Test(arguments: [
        ("1970-01-01T00:00:00.000Z", 0), ("2025-05-27T05:12:33.000Z", 1_748_322_753_000),
        ("1969-12-31T23:59:59.999Z", -1), ("2016-12-31T23:59:60.000Z", 1_483_228_800_000),
        ("2024-02-29T12:00:00.001Z", 1_709_208_000_001),
    ])
    func knownMoments(_ text: String, _ millis: Int64) {
        #expect(parse([Array(text.utf8)]) == [millis])
    }

    @Test(arguments: [
        "2025-05-27T05:12:33.000", "2025-05-27T05:12:33Z", "2025-05-27 05:12:33.000Z", "2025-02-29T05:12:33.000Z",
        "2025-13-27T05:12:33.000Z", "2025-00-27T05:12:33.000Z", "2025-05-00T05:12:33.000Z", "2025-05-27T24:00:00.000Z",
        "2025-05-27T05:60:33.000Z", "2025-05-27T05:12:61.000Z", "2025-05-27T05:12:33.000z", "-", "",
        "2025-05-27T05:12:33.000ZZ", "+025-05-27T05:12:33.000Z",
    ])
    func noMoments(_ text: String) {
        // Behind a good one of the same minute, so that what is remembered of it must not help.
        #expect(parse([Self.plain, Array(text.utf8)]) == [1_748_322_753_000, nil])
        #expect(parse([Array(text.utf8), Self.plain]) == [nil, 1_748_322_753_000])
    }

    @Test func everyByteAtEveryPlace() {
        for place in 0..<24 {
            var tokens: [[UInt8]] = []
            for byte in 0...255 {
                var token = Self.plain
                token[place] = UInt8(byte)
                tokens += [token, Self.plain]
            }
            #expect(parse(tokens) == tokens.map { TimestampReference.millis($0) }, "\(place)")
            #expect(
                tokens.map { token in token.withUnsafeBufferPointer { TimestampKernel.parse($0) } } == parse(tokens)
            )
        }
    }

    /// Nothing may pass for the minute that the kernel remembers before it has seen one.
    @Test func bytesThatLookLikeNoMinuteYet() {
        let seconds = Array(":33.000Z".utf8)
        for byte in 0...255 {
            #expect(parse([[UInt8](repeating: UInt8(byte), count: 16) + seconds]) == [nil], "\(byte)")
        }
    }

    @Test func randomMomentsInAnyOrder() {
        var random = SeededGenerator(seed: 5)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let tokens = (0..<3000).map { _ -> [UInt8] in
            if random.oneIn(10) { return random.bytes(24, from: Array("0123456789-:T.Z".utf8)) }
            let date = "20\(two(random.below(3)))-\(two(random.below(14)))-\(two(random.below(33)))"
            let time = "\(two(random.below(2) * 23)):\(two(random.below(2) * 59)):\(two(random.below(62)))"
            return Array("\(date)T\(time).\(random.below(10))\(two(random.below(100)))Z".utf8)
        }
        #expect(parse(tokens) == tokens.map { TimestampReference.millis($0) })
    }
}
