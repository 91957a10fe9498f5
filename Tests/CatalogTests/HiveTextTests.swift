import Testing

@testable import Catalog

@Suite
struct HiveTextTests {
    @Test(arguments: ["version", "az_id", "c1", "year", "bytes", "protocol", "type", "region"])
    func plainNames(name: String) {
        #expect(HiveText.identifier(name) == name)
    }

    @Test(arguments: [
        "start", "end", "date", "timestamp", "user", "interval", "table", "partition", "_x", "1x", "aws-region", "Name",
        "é",
        "a b", "",
    ])
    func namesInBackticks(name: String) {
        #expect(HiveText.identifier(name) == "`\(name)`")
    }

    @Test
    func reservedWords() {
        #expect(ReservedWords.inAthenaDDL.count == 139)
        #expect(ReservedWords.inAthenaDDL.allSatisfy { $0 == $0.lowercased() })
        #expect(HiveText.identifier("a`b") == "`a``b`")
    }

    @Test
    func literals() {
        #expect(HiveText.literal("plain; -- text") == "'plain; -- text'")
        #expect(HiveText.literal("it's \\ 'x'") == #"'it\'s \\ \'x\''"#)
        #expect(HiveText.literal("a\r\nb\tc\u{7}\u{7f}\u{2028}") == #"'a\r\nb\tc\u0007\u007f\u2028'"#)
    }

    @Test
    func commentsAreOneShortLine() {
        #expect(HiveText.comment("a\r\nb\u{2028}c") == "-- a  b c")
        #expect(HiveText.catalogComment("a\nb") == "a b")
        let limit = String(repeating: "é", count: 255)
        #expect(HiveText.catalogComment(limit) == limit)
        #expect(HiveText.catalogComment(limit + "é") == String(repeating: "é", count: 254) + "…")
        #expect(HiveText.catalogComment(String(repeating: "😀", count: 128)).utf16.count == 255)
    }
}
