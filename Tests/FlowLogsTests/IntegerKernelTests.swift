import Columnar
import TestSupport
import Testing

@testable import FlowLogs

@Suite struct IntegerKernelTests {
    private enum Expected: Equatable {
        case value(Int64)
        case failure(IntegerKernel.Failure)
    }

    /// Digit by digit in 128 bits.
    private func naive(_ token: [UInt8], _ range: ClosedRange<Int64>) -> Expected {
        if token == [0x2D] { return .failure(.null) }
        let isNegative = token.first == 0x2D
        let digits = isNegative ? Array(token.dropFirst()) : token
        if digits.isEmpty || digits.contains(where: { $0 < 0x30 || $0 > 0x39 }) { return .failure(.invalid) }
        let significant = digits.drop { $0 == 0x30 }
        if significant.count > 30 { return .failure(.overflow) }
        let magnitude = significant.reduce(Int128(0)) { $0 * 10 + Int128($1 - 0x30) }
        let value = isNegative ? -magnitude : magnitude
        guard value >= Int128(range.lowerBound), value <= Int128(range.upperBound) else { return .failure(.overflow) }
        return .value(Int64(value))
    }

    /// Checks the kernel that every processor has, and those of the levels that this processor has.
    private func check<Value: FixedWidthInteger & BitwiseCopyable>(_ tokens: [[UInt8]], as type: Value.Type) {
        check(tokens, as: type) { IntegerKernel.parseOneByOne($0, into: $1, onFailure: $2) }
        for level in KernelLevel.available {
            let vector = ColumnVector(type: type.bitWidth == 32 ? .int32 : .int64)
            guard let kernel = BlockKernel(columns: [vector], counterparts: [nil], level: level) else { continue }
            check(tokens, as: type) { column, values, onFailure in
                kernel.parse(column, into: [vector])
                guard let outcome = kernel.outcome(ofColumn: 0, as: type) else { preconditionFailure("no such column") }
                for row in outcome.nulls { onFailure(Int(row), .null) }
                IntegerKernel.parse(column, rows: outcome.rest, into: outcome.values, onFailure: onFailure)
                values.update(from: outcome.values, count: column.count)
            }
        }
    }

    private func check<Value: FixedWidthInteger & BitwiseCopyable>(
        _ tokens: [[UInt8]],
        as type: Value.Type,
        _ parse: (TokenColumn, UnsafeMutablePointer<Value>, (Int, IntegerKernel.Failure) -> Void) -> Void
    ) {
        for filler: UInt8 in [0x39, 0x00, 0xFF] {
            var outcomes = [Expected?](repeating: nil, count: tokens.count)
            let values = [Value](unsafeUninitializedCapacity: tokens.count) { target, count in
                Tokens(tokens, filler: filler).withColumn { column in
                    guard let base = target.baseAddress else { return }
                    parse(column, base) { row, failure in outcomes[row] = .failure(failure) }
                }
                count = tokens.count
            }
            let range = Int64(Value.min)...Int64(Value.max)
            var wrong: [String] = []
            for (row, token) in tokens.enumerated() {
                let found = outcomes[row] ?? .value(Int64(values[row]))
                if found != naive(token, range) || (outcomes[row] != nil && values[row] != 0) {
                    wrong.append("\(Printable.text(token)) \(token): \(found)")
                }
            }
            #expect(wrong == [])
        }
    }

    private func checkBoth(_ tokens: [[UInt8]]) {
        check(tokens, as: Int32.self)
        check(tokens, as: Int64.self)
    }

    @Test func everyByteAlone() {
        checkBoth((0...255).map { [UInt8($0)] } + [[]])
    }

    @Test func allShortTokensOfAwkwardBytes() {
        let alphabet: [UInt8] = [0x30, 0x31, 0x39, 0x2D, 0x2B, 0x2F, 0x3A, 0x80, 0xB9]
        var tokens: [[UInt8]] = [[]]
        var last = tokens
        for _ in 0..<4 {
            last = last.flatMap { token in alphabet.map { token + [$0] } }
            tokens += last
        }
        checkBoth(tokens)
    }

    /// One wrong byte of every kind at every place of digits of every length.
    @Test func everyByteAtEveryPlace() {
        for length in 1...18 {
            var tokens: [[UInt8]] = []
            for place in 0..<length {
                for byte in 0...255 {
                    var token = (0..<length).map { UInt8(0x30 + ($0 * 7 + 1) % 10) }
                    token[place] = UInt8(byte)
                    tokens.append(token)
                }
            }
            check(tokens, as: Int64.self)
            if length <= 11 { check(tokens, as: Int32.self) }
        }
    }

    @Test func bordersOfTheTypes() {
        var texts: [String] = []
        let borders: [Int128] = [
            Int128(Int32.max), Int128(Int32.min), Int128(Int64.max), Int128(Int64.min), Int128(UInt32.max),
            Int128(UInt64.max), 0, 99_999_999, 100_000_000, 9_999_999_999_999_999, 10_000_000_000_000_000,
        ]
        for border in borders {
            for step in -11...11 { texts.append("\(border + Int128(step))") }
            for step in -2...2 { texts.append("\(-border + Int128(step))") }
            for zeros in [1, 5, 12, 30] {
                let zeros = String(repeating: "0", count: zeros)
                texts.append("\(zeros)\(border.magnitude)")
                texts.append("-\(zeros)\(border.magnitude)")
                texts.append("\(border.magnitude)\(zeros)")
            }
        }
        texts += ["-0", "--1", "1-", "+1", "-", "0x10", "1e3", "1.0", "00000000", "-00000000000000000000000"]
        checkBoth(texts.map { Array($0.utf8) })
    }

    @Test func randomTokensOfEveryLength() {
        var random = SeededGenerator(seed: 3)
        var tokens: [[UInt8]] = []
        for length in 1...25 {
            for _ in 0..<60 {
                var token = random.bytes(length, from: Array("0123456789".utf8))
                if random.oneIn(3) { token[0] = 0x2D }
                if random.oneIn(4) { token[random.below(length)] = UInt8(random.below(256)) }
                tokens.append(token)
            }
        }
        checkBoth(tokens)
    }
}
