import JSON
import Testing

@Suite struct JSONParserTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

    @Test func everyKindOfValue() throws {
        let text =
            #" {"a": [1, -2, 0, 1.5, 1e2, true, false, null], "b": {}, "c": [], "d": "é\n\"\\\/\u00e9\ud83d\ude00"} "#
        let value: JSONValue = [
            "a": [1, -2, 0, 1.5, 100.0, true, false, nil], "b": [:], "c": [], "d": "é\n\"\\/é😀",
        ]
        #expect(try parse(text) == value)
        #expect(try parse(JSONText.pretty(value)) == value)
        #expect(try parse(JSONText.compact(value)) == value)
        #expect(try parse("\(Int.min)") == .integer(.min))
        #expect(value["a"]?.array?.count == 8 && value["d"]?.string == "é\n\"\\/é😀" && value["x"] == nil)
    }

    @Test(arguments: [
        ("", 0), ("{", 1), ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{a:1}", 1), ("{\"a\":1,\"a\":2}", 7),
        ("\"a", 2), ("\"\u{1}\"", 1), ("\"\\x\"", 2), ("\"\\u12g4\"", 5), ("\"\\ud800\"", 7), ("\"\\udc00\"", 7),
        ("01", 1), ("-", 1), ("1.", 2), ("1e", 2), ("9223372036854775808", 0), ("1e999", 0), ("tru", 0), ("1 1", 2),
        ("NaN", 0), ("\u{FEFF}1", 0),
    ])
    func whatIsNoJSON(_ text: String, _ offset: Int) {
        do {
            let value = try parse(text)
            Issue.record("\(text): \(value)")
        } catch {
            #expect((error as? JSONError)?.offset == offset, "\(text): \(error)")
        }
    }

    @Test func boundsHold() {
        #expect(throws: JSONError.self) { try parse(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONError.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
        let deep =
            String(repeating: "[", count: JSONParser.depthLimit) + String(repeating: "]", count: JSONParser.depthLimit)
        #expect((try? parse(deep)) != nil)
    }
}
