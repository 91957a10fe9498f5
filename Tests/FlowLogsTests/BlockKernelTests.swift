import Columnar
import TestSupport
import Testing

@testable import FlowLogs

/// The kernel for all columns of some lines, beside the kernels for one token at a time.
@Suite struct BlockKernelTests {
    /// Of every type, and two of a type beside each other.
    private static let types: [ColumnType] = [
        .string, .int32, .timestampMillis, .int64, .int64, .boolean, .string, .double, .int32,
    ]

    private func number(_ random: inout SeededGenerator) -> [UInt8] {
        switch random.below(16) {
        case 0, 1: return [0x2D]
        case 2: return Array("-\(random.below(1000))".utf8)
        case 3: return random.bytes(random.below(4), from: Array("1-x".utf8))
        case 4: return random.bytes(9 + random.below(16), from: Array("0123456789".utf8))
        default: return random.bytes(1 + random.below(16), from: Array("0123456789".utf8))
        }
    }

    private func text(_ random: inout SeededGenerator) -> [UInt8] {
        switch random.below(10) {
        case 0: return [0x2D]
        case 1: return random.pick([[], [0xFF], Array("long enough to be looked up slowly \(random.below(3))".utf8)])
        case 2: return random.bytes(random.below(40), from: Array("ab".utf8))
        default: return Array("10.0.\(random.below(20)).1".utf8)
        }
    }

    private func token(_ type: ColumnType, _ random: inout SeededGenerator) -> [UInt8] {
        switch type {
        case .int32, .int64: number(&random)
        default: text(&random)
        }
    }

    /// The values of a column of numbers, its NULLs and its failures, as both kernels have them.
    private func checkIntegers<Value: FixedWidthInteger & BitwiseCopyable>(
        _ tokens: TokenColumn,
        _ outcome: BlockKernel.Outcome<Value>,
        usual: ClosedRange<Int>
    ) {
        var nulls: [UInt32] = []
        var failures: [Int] = []
        let expected = [Value](unsafeUninitializedCapacity: tokens.count) { target, count in
            count = tokens.count
            guard let base = target.baseAddress else { return }
            IntegerKernel.parseOneByOne(tokens, into: base) { row, failure in
                if failure == .null { nulls.append(UInt32(row)) } else { failures.append(row) }
            }
        }
        #expect(Array(outcome.nulls) == nulls)
        let unusual = (0..<tokens.count).filter { row in
            let token = tokens.token(row)
            let isUsual = usual.contains(token.count) && token.allSatisfy { (0x30...0x39).contains($0) }
            return !isUsual && !nulls.contains(UInt32(row))
        }
        #expect(outcome.rest.map { Int($0) } == unusual)
        var found: [Int] = []
        IntegerKernel.parse(tokens, rows: outcome.rest, into: outcome.values) { row, _ in found.append(row) }
        #expect(found == failures)
        #expect(Array(UnsafeBufferPointer(start: outcome.values, count: tokens.count)) == expected)
    }

    private func checkTexts(_ tokens: TokenColumn, _ outcome: BlockKernel.Outcome<UInt32>, _ vector: ColumnVector) {
        guard let dictionary = vector.dictionary else { return }
        #expect(outcome.nulls.isEmpty)
        var rejected: [Int] = []
        dictionary.intern(tokens, rows: outcome.rest, into: outcome.values) { rejected.append($0) }
        let first = vector.count - tokens.count
        var expected: [Int] = []
        for row in 0..<tokens.count {
            let token = Array(tokens.token(row))
            let isText = !token.isEmpty && String(validating: token, as: UTF8.self) != nil
            if !isText { expected.append(row) }
            #expect(vector.text(at: first + row) == (isText && token != [0x2D] ? token : nil))
        }
        #expect(rejected == expected)
    }

    /// The levels that have a kernel.
    private static let levels = KernelLevel.available.filter { $0 != .plain }

    @Test(arguments: [1, 7, 8, 9, 127, 128, 129, 255, 257, 1000], levels)
    func agreesWithOneTokenAtATime(_ rows: Int, _ level: KernelLevel) throws {
        var random = SeededGenerator(seed: UInt64(rows))
        // Both columns of text have one dictionary, as addresses have.
        let dictionary = ByteArrayDictionary()
        let vectors = Self.types.map { ColumnVector(type: $0, dictionary: dictionary) }
        let kernel = try #require(BlockKernel(columns: vectors, counterparts: vectors.map { _ in nil }, level: level))
        for round in 0..<4 {
            // Rows are appended to those that there are; the next lines may be fewer.
            let count = max(rows - round, 1)
            let tokens = (0..<count).flatMap { _ in Self.types.map { token($0, &random) } }
            let before = vectors.map(\.count)
            Tokens(tokens, filler: UInt8(round * 85)).withColumn(stride: Self.types.count) { lines in
                kernel.parse(lines, into: vectors)
                for (place, vector) in vectors.enumerated() {
                    let column = lines.moved(by: place)
                    let isParsed = [.int32, .int64, .string].contains(vector.type)
                    #expect(vector.count == before[place] + (isParsed ? count : 0))
                    switch vector.type {
                    case .int32:
                        if let found = kernel.outcome(ofColumn: place, as: Int32.self) {
                            checkIntegers(column, found, usual: 1...8)
                        }
                    case .int64:
                        if let found = kernel.outcome(ofColumn: place, as: Int64.self) {
                            checkIntegers(column, found, usual: 1...16)
                        }
                    case .string:
                        if let found = kernel.outcome(ofColumn: place, as: UInt32.self) {
                            checkTexts(column, found, vector)
                        }
                    default: break
                    }
                    #expect((kernel.outcome(ofColumn: place, as: UInt8.self) != nil) == isParsed)
                }
            }
        }
    }

    /// A column that is compared with another one is left to whoever compares them.
    @Test(arguments: levels) func counterpartsAreLeftAlone(_ level: KernelLevel) throws {
        let vectors = [ColumnType.string, .string, .int32].map { ColumnVector(type: $0) }
        let kernel = try #require(BlockKernel(columns: vectors, counterparts: [nil, 0, nil], level: level))
        Tokens(["a", "a", "1", "b", "c", "-"].map { Array($0.utf8) }).withColumn(stride: 3) { lines in
            kernel.parse(lines, into: vectors)
            #expect(vectors.map(\.count) == [2, 0, 2])
            #expect(kernel.outcome(ofColumn: 1, as: UInt32.self) == nil)
            #expect(kernel.outcome(ofColumn: 2, as: Int32.self).map { Array($0.nulls) } == [1])
        }
    }

    /// What a dictionary of few values has is found, and nothing else is.
    @Test(arguments: [1...8, 9...15, 16...32], levels)
    func fewValues(_ lengths: ClosedRange<Int>, _ level: KernelLevel) throws {
        for count in 1...8 { try fewValues(count, lengths, level) }
    }

    private func fewValues(_ count: Int, _ lengths: ClosedRange<Int>, _ level: KernelLevel) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let vectors = [ColumnVector(type: .int64), ColumnVector(type: .string)]
        let kernel = try #require(BlockKernel(columns: vectors, counterparts: [nil, nil], level: level))
        var values: Set<[UInt8]> = []
        while values.count < count {
            values.insert(random.bytes(lengths.lowerBound + random.below(lengths.count), from: Array("abc".utf8)))
        }
        for value in values { _ = vectors[1].dictionary?.id(of: value) }
        let known = values.sorted { $0.lexicographicallyPrecedes($1) } + [[0x2D]]
        let others = known.map { $0 + [0x64] } + known.map { $0.dropLast() } + [Array("--".utf8)]
        for rows in [5, 128, 300] {
            let texts = (0..<rows).map { _ in random.oneIn(4) ? random.pick(others) : random.pick(known) }
            Tokens(texts.flatMap { [Array("1".utf8), $0] }).withColumn(stride: 2) { lines in
                kernel.parse(lines, into: vectors)
                guard let outcome = kernel.outcome(ofColumn: 1, as: UInt32.self) else { return }
                let foreign = (0..<rows).filter { !known.contains(texts[$0]) }
                #expect(outcome.rest.map { Int($0) } == foreign)
                let isRight = (0..<rows).allSatisfy { row in
                    foreign.contains(row)
                        || vectors[1].dictionary?.bytes(of: outcome.values[row]) ?? []
                            == (texts[row] == [0x2D] ? [] : texts[row])
                }
                #expect(isRight)
            }
        }
    }
}
