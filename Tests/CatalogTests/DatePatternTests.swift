import Testing

@testable import Catalog

@Suite
struct DatePatternTests {
    @Test
    func sortKeys() throws {
        let pattern = try #require(DatePattern("dd.MM.yyyy'T'HH"))
        #expect(pattern.finestUnit == .hours)
        #expect(pattern.sortKey(of: "25.05.2024T07") == [2024, 5, 25, 7, 0, 0])
        #expect(pattern.earliest(of: ["25.05.2024T07", "26.04.2024T09", "x"]) == "26.04.2024T09")
        #expect(pattern.earliest(of: []) == nil)
    }

    @Test(arguments: ["25.05.2024T7", "25.05.2024T071", "25-05-2024T07", "+5.05.2024T07", "", "25.05.2024"])
    func valuesThatDoNotFollow(value: String) throws {
        let pattern = try #require(DatePattern("dd.MM.yyyy'T'HH"))
        #expect(pattern.sortKey(of: value) == nil)
    }

    @Test(arguments: [("yyyy", "YEARS"), ("uuuuMM", "MONTHS"), ("yyyy/MM/dd", "DAYS"), ("yyyyMMddHHmmss", "SECONDS")])
    func finestUnit(pattern: String, unit: String) {
        #expect(DatePattern(pattern)?.finestUnit.name == unit)
    }

    @Test(arguments: ["", "MM-dd", "yyyy-M-d", "yyyy-DDD", "yyyy MMM", "yyyy'x", "yyyyyyyy", "yyyy-yyyy", "yyyy[-MM]"])
    func unsupported(pattern: String) {
        #expect(DatePattern(pattern) == nil)
    }
}
