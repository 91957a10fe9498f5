import JSON
import Testing

@Suite
struct JSONTextTests {
    @Test
    func scalars() {
        #expect(JSONText.compact([nil, true, false, -1, 1.5, "a"]) == #"[null,true,false,-1,1.5,"a"]"#)
        #expect(JSONText.compact(.integer(.min)) == "-9223372036854775808")
        #expect(JSONText.compact([.number(.nan), .number(.infinity), .number(1e-7)]) == "[null,null,1e-07]")
    }

    @Test
    func strings() {
        #expect(JSONText.quoted("a\"b\\c/d") == #""a\"b\\c/d""#)
        #expect(
            JSONText.quoted("\u{0}\u{8}\t\n\u{c}\r\u{1f}\u{7f}") == "\"\\u0000\\u0008\\t\\n\\u000c\\r\\u001f\u{7f}\""
        )
        #expect(JSONText.quoted("é😀") == "\"é😀\"")
    }

    @Test
    func keysKeepTheirOrder() {
        let value: JSONValue = ["b": 1, "a": 2, "\n": ["c": []]]
        #expect(JSONText.compact(value) == #"{"b":1,"a":2,"\n":{"c":[]}}"#)
    }

    @Test
    func flatContainersStayOnOneLine() {
        let value: JSONValue = ["rows": 3, "units": ["a", "b"], "empty": [:], "nested": [["k": []]]]
        #expect(
            JSONText.pretty(value) == """
                {
                  "rows": 3,
                  "units": ["a", "b"],
                  "empty": {},
                  "nested": [
                    {"k": []}
                  ]
                }
                """
        )
        #expect(JSONText.pretty(7) == "7")
        #expect(JSONText.pretty([]) == "[]")
    }

    @Test
    func wideContainersAreBroken() {
        let fits = JSONValue.strings([String(repeating: "x", count: 96)])
        #expect(JSONText.pretty(fits).utf8.count == JSONText.lineWidth)
        let wide = String(repeating: "x", count: 97)
        #expect(JSONText.pretty(.strings([wide])) == "[\n  \"\(wide)\"\n]")
        // The indentation and the key count as well.
        #expect(
            JSONText.pretty(["k": fits])
                == "{\n  \"k\": [\n    \"\(String(repeating: "x", count: 96))\"\n  ]\n}"
        )
    }
}
