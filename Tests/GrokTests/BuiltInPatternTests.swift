import Testing

@testable import Grok

/// Glue's own list.
struct BuiltInPatternTests {
    @Test func thereAre74() {
        #expect(PatternLibrary.builtInNames.count == 74)
        #expect(Set(PatternLibrary.builtInNames).count == 74)
    }

    @Test(arguments: PatternLibrary.builtInNames)
    func compiles(_ name: String) throws {
        _ = try GrokPattern("%{\(name)}")
    }
}
