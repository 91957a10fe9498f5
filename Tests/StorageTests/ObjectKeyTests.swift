import Storage
import Testing

@Suite("Object keys")
struct ObjectKeyTests {
    @Test(
        "keys that are allowed",
        arguments: [
            "a", "a/b", "year=2024/month=01/a.parquet", "...", ".hidden", "a..b", "a b", "\u{E9}", "_flowconv/x", "*",
            "a/\u{301}b",
        ]
    )
    func allowed(text: String) throws {
        #expect(try ObjectKey(text).description == text)
    }

    @Test(
        "keys that are refused",
        arguments: [
            ("", ObjectKeyError.Reason.empty), ("/", .emptyComponent), ("/a", .emptyComponent), ("a/", .emptyComponent),
            ("a//b", .emptyComponent), (".", .dotComponent), ("..", .dotComponent), ("a/./b", .dotComponent),
            ("a/..", .dotComponent), ("../a", .dotComponent), ("a\0b", .nul), ("\0", .nul),
        ]
    )
    func refused(text: String, reason: ObjectKeyError.Reason) {
        #expect(throws: ObjectKeyError(key: text, reason: reason)) { try ObjectKey(text) }
    }

    @Test("components, parents and joining")
    func parts() throws {
        let key = try ObjectKey("a/b/c")
        #expect(key.components == ["a", "b", "c"])
        #expect(key.parent?.description == "a/b")
        #expect(try ObjectKey("a").parent == nil)
        #expect(try key.appending("d/e").description == "a/b/c/d/e")
        #expect(throws: ObjectKeyError.self) { try key.appending("../x") }
        #expect(try key.isBelow(ObjectKey("a/b")))
        #expect(try !key.isBelow(ObjectKey("a/b/c")))
        #expect(try !ObjectKey("ab/c").isBelow(ObjectKey("a")))
    }

    @Test("order and equality go by bytes")
    func order() throws {
        let texts = ["a-b", "a/b", "a0", "aa", "Z", "\u{E9}", "e\u{301}", "\u{1F600}", "\u{FFFD}"]
        let keys = try texts.map { try ObjectKey($0) }.sorted().map(\.description)
        #expect(keys == texts.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
        #expect(try ObjectKey("\u{E9}") != ObjectKey("e\u{301}"))
        #expect(try Set([ObjectKey("\u{E9}"), ObjectKey("e\u{301}"), ObjectKey("\u{E9}")]).count == 2)
    }
}
