import TestSupport
import Testing

@testable import Parquet

@Suite struct SearchChoiceTests {
    /// Whether a page may be left at what the search made of it; the choice counts pages and so changes.
    private func holds(_ choice: inout SearchChoice, _ size: Int, of count: Int = 1000) -> Bool {
        choice.holds(size, of: count)
    }

    private func isOtherBetter(_ choice: inout SearchChoice, _ other: Int, than size: Int) -> Bool {
        choice.isOtherBetter(other, than: size, of: 1000)
    }

    /// A choice after a page of 1000 bytes that its search has brought to `size`, and the other one to `other`.
    private func choice(_ size: Int, _ other: Int) -> SearchChoice {
        var choice = SearchChoice()
        #expect(!holds(&choice, size))
        #expect(isOtherBetter(&choice, other, than: size) == (other <= size))
        return choice
    }

    @Test func theBetterSearchIsGoneBy() {
        #expect(SearchChoice().search == .matches)
        #expect(choice(100, 900).search == .matches)
        #expect(choice(900, 100).search == .frequencies)
        #expect(PageSearch.matches.other == .frequencies && PageSearch.frequencies.other == .matches)
        // And back again.
        var back = choice(900, 100)
        #expect(isOtherBetter(&back, 50, than: 300))
        #expect(back.search == .matches)
    }

    /// Frequencies take a third of the time.
    @Test func ofEqualsTheFasterIsGoneBy() {
        var choice = choice(500, 500)
        #expect(choice.search == .frequencies)
        #expect(!isOtherBetter(&choice, 500, than: 500))
        #expect(choice.search == .frequencies)
    }

    @Test func pagesThatShrinkOtherwiseAreTried() {
        // Within an eighth of the share, above and below, however large the page is.
        for (size, count, isHeld) in [
            (400, 1000, true), (450, 1000, true), (451, 1000, false), (350, 1000, true), (349, 1000, false),
            (800, 2000, true), (900, 2000, true), (901, 2000, false), (200, 500, true), (400, 500, false),
        ] {
            var choice = choice(600, 400)
            #expect(holds(&choice, size, of: count) == isHeld, "\(size) of \(count)")
        }
        // The share is that of the better search.
        var matches = choice(400, 600)
        #expect(!holds(&matches, 600))
    }

    /// The next page may be the other way round.
    @Test func closeMatchesAreTriedAgain() {
        for (size, other, isHeld) in [(800, 899, false), (800, 900, true), (800, 801, false), (800, 1600, true)] {
            var choice = choice(size, other)
            #expect(choice.search == .matches)
            #expect(holds(&choice, size) == isHeld, "\(other)")
        }
        // Frequencies are not: they cost less.
        for size in [800, 801, 899, 1600] {
            var choice = choice(size, 800)
            #expect(choice.search == .frequencies)
            #expect(holds(&choice, 800))
        }
    }

    /// One page in sixteen is tried where all of them are alike.
    @Test(arguments: [(100, 900), (900, 100)]) func alikePagesAreTriedNowAndThen(_ size: Int, _ other: Int) {
        var choice = SearchChoice()
        var tried: [Int] = []
        for page in 0..<50 {
            let (own, another) = choice.search == .matches ? (size, other) : (other, size)
            if choice.holds(own, of: 1000) { continue }
            tried.append(page)
            _ = choice.isOtherBetter(another, than: own, of: 1000)
        }
        #expect(tried == [0, 16, 32, 48])
    }

    /// Whatever pages there are, each that is tried leaves the search that made it shorter.
    @Test(arguments: 0..<4) func everyTrialDecides(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var choice = SearchChoice()
        var sinceTrial = 0
        for _ in 0..<2000 {
            let count = 4096 + random.below(100_000)
            let sizes = [count * (1 + random.below(4)) / 5, count * (1 + random.below(4)) / 5]
            let (own, other) = choice.search == .matches ? (sizes[0], sizes[1]) : (sizes[1], sizes[0])
            sinceTrial += 1
            if choice.holds(own, of: count) {
                #expect(sinceTrial < 16)
                continue
            }
            sinceTrial = 0
            let before = choice.search
            let changes = choice.isOtherBetter(other, than: own, of: count)
            #expect(choice.search == (sizes[0] < sizes[1] ? .matches : .frequencies))
            #expect(changes == (choice.search != before))
        }
    }
}
