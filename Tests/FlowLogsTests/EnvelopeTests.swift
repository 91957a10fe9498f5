import TestSupport
import Testing

@testable import FlowLogs

/// Envelopes of all kinds, cut everywhere: the lines, their origins, and what is wrong with them.
@Suite struct EnvelopeTests {
    static let record = "2 123456789010 eni-1 10.0.0.1 10.0.0.2 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK"
    static let other = "2 123456789010 eni-2 - - - - - - - 1418530010 1418530070 - NODATA"
    static let stamp = "2014-12-14T04:06:50.000Z"
    static let later = "2014-12-14T04:06:51.007Z"
    static let subscription = """
        {"messageType":"DATA_MESSAGE","owner":"123","logGroup":"a\\"b","subscriptionFilters":["x","y"],"logEvents":[\
        {"id":"1","timestamp":1418530010000,"message":"\(record)"},\
        {"id":"2","timestamp":1418530011007,"message":"\(other)","extractedFields":{"a":"}","b":["]"]}}]}
        """
    static let control = """
        {"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logEvents":\
        [{"id":"","timestamp":1418530010000,"message":"CWL CONTROL MESSAGE: Checking health of destination."}]}
        """
    static let stamped = "\(stamp) \(record)\n\(later) \(other)\n"

    /// One text of every envelope, with the lines that come out of it.
    static let shapes: [(Envelope, text: String, lines: String)] = [
        (.subscription, subscription, stamped),
        (.subscription, subscription + control + subscription + subscription, stamped + stamped + stamped),
        (.subscription, "\n" + control + "\n" + subscription + "\r\n\r\n" + subscription + "\n", stamped + stamped),
        (
            .logEvents,
            """
            {
              "searchedLogStreams": [],
              "events": [
                { "logStreamName": "eni-1-all", "timestamp": 1418530010000, "message": "\(record)\\n",
                  "ingestionTime": 1418530099000, "eventId": "37" },
                { "message": "\(other)", "timestamp": 1418530011007 }
              ],
              "nextToken": "a[{"
            }

            """, stamped
        ),
        (.logEvents, "{\"events\":[],\"nextForwardToken\":\"f/1\"}", ""),
        (
            .logEvents,
            "{\"timestamp\":\"2014-12-14T04:06:50Z\",\"message\":\"\(record)\"}\n{\"message\":\"\(other)\",\"timestamp\":1418530011007}",
            stamped
        ),
        (
            .messages, "[{\"timestamp\":1418530010000,\"message\":\"\(record)\"},\"\(other)\"]",
            "\(stamp) \(record)\n\(other)\n"
        ),
        (.messages, "{\"message\":\"\(record)\"}{\"message\":\"\(other)\\n\"}", "\(record)\n\(other)\n"),
        (
            .messages, "{ \"message\" : \"\(record)\" }\n{\"message\":\"\"}\n{\"message\":\"a\\nb\\n\\n\"}",
            "\(record)\n\na\nb\n"
        ),
        (
            .messages, "{\"x\":{\"message\":\"no\"},\"message\":\"\\u0041\\t\\\"\\\\\\/\\ud83d\\ude00\\ud83d\\u00e9\"}",
            "A\t\"\\/\u{1F600}\u{FFFD}\u{E9}\n"
        ),
        (.csvExport, "timestamp,message\n1418530010000,\"\(record)\"\n1418530011007,\(other)\n", stamped),
        (.csvExport, "timestamp,message\r\n1418530010000,\"\(record)\n\"\r\n1418530011007,\"\(other)\"", stamped),
        (
            .csvExport,
            "@message,x,@timestamp\n\(record),\"a,\"\"b\",2014-12-14 04:06:50.000\n\(other),,2014-12-14 04:06:51.007\n",
            stamped
        ),
        (
            .commaSeparated,
            "account_id,start,log_status,new\n123,1418530010,OK,\n\"4\",,\"NODATA\",x\naccount_id,start,log_status,new\n",
            "account-id start log-status new\n123 1418530010 OK -\n4 - NODATA x\naccount-id start log-status new\n"
        ),
        (
            .tailDetailed,
            "2014-12-14T04:06:50.000000+00:00 eni-1-all \(record)\n2014-12-14T05:36:51.007999+01:30 eni-2 \(other)\n",
            stamped
        ),
        (.tailDetailed, "2014-12-14T04:06:50Z eni-1-all \(record)\r\nnot a line\n", "\(stamp) \(record)\nnot a line\n"),
        (.tailShort, "2014-12-14T04:06:50 \(record)\n2014-12-14T04:06:51.007 \(other)", stamped),
        (
            .textOutput,
            "b/1\tf/2\nEVENTS\t37\t1418530099000\teni-1-all\t\(record)\t1418530010000\nEVENTS\t1\t\(other)\t1418530011007\n",
            stamped
        ),
        (.lines, stamped, stamped),
        (.lines, record + "\n" + other, record + "\n" + other),
        (.lines, "", ""),
    ]

    func extract(
        _ text: [UInt8],
        windowSize: Int = 256 << 10,
        isCutOff: Bool = false,
        room: () -> Int = { 1 << 16 },
        piece: () -> Int = { .max }
    ) -> EnvelopeExtract {
        EnvelopeExtract(of: text, windowSize: windowSize, isCutOff: isCutOff, room: room, piece: piece)
    }

    @Test(arguments: shapes.indices) func linesAndOrigins(_ number: Int) {
        let (envelope, text, lines) = Self.shapes[number]
        let found = extract(Array(text.utf8))
        #expect(found.text == lines)
        #expect(found.envelope == envelope)
        #expect(found.failure == nil && found.rejects == [])
        guard envelope != .lines else { return }
        let bytes = Array(text.utf8)
        var lastOffset = -1
        for origin in found.origins {
            #expect(origin.offset > lastOffset)
            lastOffset = origin.offset
            #expect(origin.line == 1 + bytes[..<origin.offset].count { $0 == 0x0A })
            // An event begins with its bracket, its quote or its first character, never with white space.
            #expect(bytes[origin.offset] > 0x20)
        }
    }

    /// However the text is cut, and however little is asked for, the same comes out.
    @Test(arguments: shapes.indices) func everyCut(_ number: Int) {
        let text = Array(Self.shapes[number].text.utf8)
        let whole = extract(text)
        for cut in 0...text.count {
            var pieces = [cut, text.count - cut].filter { $0 > 0 }[...]
            #expect(extract(text) { pieces.popFirst() ?? 1 } == whole, "cut at \(cut)")
        }
        for size in [1, 2, 3, 7, 64, 1000] {
            #expect(extract(text, room: { size }) == whole, "room of \(size)")
            #expect(extract(text) { size } == whole, "pieces of \(size)")
        }
    }

    /// The window may end anywhere: in a name, an escape, a number, between values.
    @Test(arguments: shapes.indices) func everyWindow(_ number: Int) throws {
        let (envelope, text, lines) = Self.shapes[number]
        guard envelope != .lines else { return }
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var rewriter = try #require(bytes.withUnsafeBufferPointer { EnvelopeDetection.rewriter($0) })
            let output = EventOutput()
            var found: [UInt8] = []
            func run(_ window: ArraySlice<UInt8>, isLast: Bool) throws -> Int {
                var room = [UInt8](repeating: 0, count: 1 << 16)
                return try room.withUnsafeMutableBytes { target in
                    output.begin(target)
                    let used = try window.withUnsafeBufferPointer {
                        try rewriter.rewrite($0, isLast: isLast, into: output)
                    }
                    found += target.prefix(output.count)
                    output.end()
                    return used
                }
            }
            let used = try run(bytes[..<cut], isLast: false)
            #expect(used <= cut)
            #expect(try run(bytes[used...], isLast: true) == bytes.count - used)
            #expect(String(decoding: found, as: UTF8.self) == lines, "window of \(cut)")
        }
    }

    /// Cut short, JSON is an error with its place, or ends with its last whole event; everything else ends with its lines.
    @Test(arguments: shapes.indices) func everyEnd(_ number: Int) {
        let (envelope, text, lines) = Self.shapes[number]
        let isJSON = [.subscription, .logEvents, .messages].contains(envelope)
        let bytes = Array(text.utf8)
        for end in 0..<bytes.count where isJSON {
            let found = extract(Array(bytes[..<end]))
            if found.envelope == .lines { continue }
            #expect(lines.hasPrefix(found.text), "end at \(end)")
            if let failure = found.failure {
                #expect(failure.code == .truncated && failure.offset <= end, "end at \(end)")
                #expect(failure.line == 1 + bytes[..<failure.offset].count { $0 == 0x0A })
            }
            let cutOff = extract(Array(bytes[..<end]), isCutOff: true)
            #expect(cutOff.failure == nil && cutOff.text == found.text, "end at \(end)")
        }
    }

    @Test func brokenLinesAreRejected() {
        let good = "{\"message\":\"\(Self.record)\"}\n"
        let broken = ["{\"message\" \"x\"}", "{message:1}", "}", "{\"a\":1 \"b\":2}", "x", "{\"a\":}"]
        for line in broken {
            let found = extract(Array((good + line + "\n" + good).utf8))
            #expect(found.text == "\(Self.record)\n\(Self.record)\n", "\(line)")
            #expect(found.failure == nil)
            #expect(found.rejects.count == 1 && found.rejects.first?.line == 2, "\(line)")
            #expect(found.rejects.first?.offset == good.utf8.count)
            #expect(found.rejects.first.map { String(decoding: $0.raw, as: UTF8.self) } == line)
        }
        // Without line ends there is no place to go on from.
        let found = extract(Array("{\"message\":\"a\"}{\"message\" 1}{\"message\":\"b\"}".utf8))
        #expect(found.text == "a\n")
        #expect(found.failure?.code == .malformed(expected: "a colon") && found.failure?.offset == 26)
    }

    @Test func eventsWithoutARecord() {
        let text = """
            {"messageType":"DATA_MESSAGE","logEvents":[{"id":"1"},{"message":"a","timestamp":"soon"},\
            {"message":"b","timestamp":99999999999999999},{"message":5},{"message":"c","timestamp":null}]}
            {"Records":[]}
            """
        let found = extract(Array(text.utf8))
        #expect(found.text == "c\n")
        #expect(found.rejects.map(\.line) == [1, 1, 1, 1, 2])
        #expect(
            found.rejects.map(\.reason) == [
                .noMessage, .notATimestamp(column: "timestamp"), .notATimestamp(column: "timestamp"), .noMessage,
                .noMessage,
            ]
        )
        #expect(found.rejects.first.map { String(decoding: $0.raw, as: UTF8.self) } == "{\"id\":\"1\"}")
        for (text, count) in [("timestamp,message\nx,y\n1,z\n", 1), ("EVENTS\tx\tnever\nEVENTS\n", 1)] {
            #expect(extract(Array(text.utf8)).rejects.count == count)
        }
    }

    /// A mark before the text is passed over, and places are still those of the object.
    @Test(arguments: shapes.indices) func byteOrderMark(_ number: Int) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = Array(Self.shapes[number].text.utf8)
        var expected = extract(text)
        expected.origins = expected.origins.map {
            LineOrigin(textOffset: $0.textOffset, offset: $0.offset + mark.count, line: $0.line)
        }
        #expect(extract(mark + text) == expected)
        #expect(extract(mark + text, piece: { 1 }) == expected)
        let cut = Array(text.dropLast(5))
        let failure = extract(cut).failure
        #expect(extract(mark + cut).failure?.offset == failure.map { $0.offset + mark.count })
    }

    @Test func longEvents() {
        let long = String(repeating: "x", count: 700_000)
        let text = "{\"message\":\"a\"}{\"message\":\"\(long)\"}{\"message\":\"b\"}"
        #expect(extract(Array(text.utf8), windowSize: 64).text == "a\n\(long)\nb\n")
        let endless = Array("{\"message\":\"a\"}{\"message\":\"".utf8) + [UInt8](repeating: 0x78, count: 5 << 20)
        let found = extract(endless)
        #expect(found.text == "a\n" && found.failure?.code == .tooLong && found.failure?.offset == 15)
    }

    /// Random bytes in the clothes of JSON: no crash, and nothing is counted twice.
    @Test func noise() {
        var random = SeededGenerator(seed: 5)
        let alphabet = Array("{}[]\",:\\ue0129mesagtip\n ".utf8)
        for _ in 0..<3000 {
            var bytes = Array("{\"".utf8) + random.bytes(random.below(80), from: alphabet)
            if random.below(2) == 0 { bytes = Array(Self.subscription.utf8) }
            for _ in 0..<random.below(4) where !bytes.isEmpty {
                bytes[random.below(bytes.count)] = alphabet[random.below(alphabet.count)]
            }
            let whole = extract(bytes)
            #expect(extract(bytes, room: { 5 }, piece: { 3 }) == whole)
            #expect(whole.envelope == .lines || whole.text.isEmpty || whole.text.last == "\n")
        }
    }
}
