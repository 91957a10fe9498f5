import TestSupport
import Testing

@testable import Grok

@Suite("Memo")
struct MemoTests {
    @Test("with the memo from the first step on the outcome is the same, captures and all")
    func sameOutcome() throws {
        var maker = PatternMaker(random: SeededGenerator(seed: 21))
        var compared = 0
        var matched = 0
        for _ in 0..<1500 {
            let text = "(?<x>\(maker.pattern()))(?<y>\(maker.pattern()))(?<z>.*)"
            let program = try GrokPattern(text).program
            var plain = MatchMachine(program, stepLimit: 200_000)
            var noted = MatchMachine(program, stepLimit: 200_000, beginsWithMemo: true)
            for _ in 0..<8 {
                let line = maker.random.bytes(1 + maker.random.below(14), from: Array("aaabbc".utf8))
                let outcome = plain.matches(0..<line.count, of: line.span)
                let other = noted.matches(0..<line.count, of: line.span)
                if plain.isExhausted || noted.isExhausted { continue }
                compared += 1
                matched += outcome ? 1 : 0
                #expect(outcome == other, "\(text) on \(String(decoding: line, as: UTF8.self))")
                if outcome {
                    #expect(plain.slots == noted.slots, "\(text) on \(String(decoding: line, as: UTF8.self))")
                }
            }
        }
        #expect(compared > 10_000 && matched > 2000)
    }
}
