import TestSupport
import Testing

@testable import Columnar

@Suite struct ByteArrayDictionaryTests {
    /// A plain twin: ids from 1 in the order of first rows, 0 for `-`, nothing for what is empty or not UTF-8.
    private struct Reference {
        var ids: [[UInt8]: UInt32] = [:]

        mutating func id(_ token: [UInt8]) -> UInt32? {
            if token == [0x2D] { return 0 }
            if token.isEmpty || String(validating: token, as: UTF8.self) == nil { return nil }
            if let id = ids[token] { return id }
            let id = UInt32(ids.count + 1)
            ids[token] = id
            return id
        }
    }

    /// Interns tokens and says where that differs from the reference.
    private func differences(
        _ tokens: [[UInt8]],
        _ dictionary: ByteArrayDictionary,
        _ reference: inout Reference,
        filler: UInt8 = 0x39
    ) -> [Int] {
        var rejected: [Int] = []
        var ids = [UInt32](repeating: 0xDEAD_BEEF, count: tokens.count)
        ids.withUnsafeMutableBufferPointer { target in
            Tokens(tokens, filler: filler).withColumn { column in
                guard let base = target.baseAddress else { return }
                dictionary.intern(column, into: base) { rejected.append($0) }
            }
        }
        var differences: [Int] = []
        var expectedRejects: [Int] = []
        for (row, token) in tokens.enumerated() {
            let expected = reference.id(token)
            if expected == nil { expectedRejects.append(row) }
            if ids[row] != expected ?? 0 { differences.append(row) }
        }
        #expect(rejected == expectedRejects)
        #expect(dictionary.count == reference.ids.count)
        for (value, id) in reference.ids where dictionary.bytes(of: id) != value { differences.append(-Int(id)) }
        return differences
    }

    private static let invalid: [[UInt8]] = [
        [0x80], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
        Array("a long prefix that is fine ".utf8) + [0xC3], Array(repeating: 0x61, count: 15) + [0xC3],
        Array(repeating: 0x61, count: 14) + [0xC3],
    ]

    @Test(arguments: 0..<6, KernelLevel.available)
    func agreesWithASwiftDictionary(_ seed: Int, _ level: KernelLevel) {
        var random = SeededGenerator(seed: UInt64(seed))
        let dictionary = ByteArrayDictionary(level: level)
        var reference = Reference()
        let prefix = random.bytes(40, from: Array("abc".utf8))
        for round in 0..<6 {
            var tokens: [[UInt8]] = []
            for _ in 0..<1500 {
                switch random.below(10) {
                case 0: tokens.append([0x2D])
                case 1: tokens.append(Array("--".utf8))
                case 2: tokens.append(random.pick(Self.invalid))
                case 3: tokens.append(Array(random.text(upTo: 80).utf8))
                case 4: tokens.append(prefix + random.bytes(random.below(3), from: Array("xy".utf8)))
                case 5: tokens.append(random.bytes(random.below(2), from: Array("xy".utf8)) + prefix)
                case 6: tokens.append(tokens.last ?? [])
                case 7: tokens.append(random.bytes(random.below(18), from: Array("ab".utf8)))
                case 8: tokens.append(random.bytes(random.below(17), from: [0]))
                default: tokens.append(random.bytes(random.below(301), from: Array("abcdefgh".utf8)))
                }
            }
            #expect(differences(tokens, dictionary, &reference, filler: UInt8(round * 51)) == [])
        }
        #expect(dictionary.memoryFootprint > 0)
    }

    @Test func everyLengthAndEveryDifferingByte() {
        let dictionary = ByteArrayDictionary()
        var reference = Reference()
        for length in Array(1...70) + Array(stride(from: 71, through: 300, by: 12)) {
            let base = [UInt8](repeating: 0x61, count: length)
            var tokens = [base]
            // One byte changed at every place: what a hash or a comparison of the edges would miss.
            for place in 0..<length {
                var other = base
                other[place] = 0x62
                tokens.append(other)
                if length % 7 == 0 {
                    other[place] = 0
                    tokens.append(other)
                }
            }
            #expect(differences(tokens, dictionary, &reference) == [], "\(length)")
            if length % 10 == 0 {
                dictionary.removeAll()
                reference = Reference()
            }
        }
    }

    @Test func trailingZerosAreBytesLikeOthers() {
        let dictionary = ByteArrayDictionary()
        var reference = Reference()
        var tokens: [[UInt8]] = []
        for length in 1...40 { tokens.append([UInt8](repeating: 0, count: length)) }
        for length in 1...40 { tokens.append([0x61] + [UInt8](repeating: 0, count: length)) }
        #expect(differences(tokens + tokens, dictionary, &reference) == [])
    }

    @Test func whatIsNotUTF8IsRefusedEveryTime() {
        for bad in Self.invalid {
            let dictionary = ByteArrayDictionary()
            var reference = Reference()
            let good = Array("good".utf8)
            // In a row, apart, and on both sides of a group of sixteen.
            let tokens = [bad, bad, good, bad] + [[UInt8]](repeating: bad, count: 33) + [good, good, bad]
            #expect(differences(tokens, dictionary, &reference) == [])
            #expect(dictionary.id(of: bad) == UInt32.max)
            #expect(dictionary.count == 1)
        }
    }

    /// Keys whose place in the table is the same, so that every look-up walks the whole cluster, across growth.
    @Test func collidingKeysStayApart() {
        let dictionary = ByteArrayDictionary()
        var groups: [UInt64: [[UInt8]]] = [:]
        for number in 0..<60_000 {
            let token = Array("v\(number)".utf8)
            let padded = token + [UInt8](repeating: 0, count: 32)
            let place = padded.withUnsafeBufferPointer { buffer in
                dictionary.parts.key(buffer.baseAddress.unsafelyUnwrapped, token.count).hash & 0xFF
            }
            groups[place, default: []].append(token)
        }
        let worst = groups.values.max { $0.count < $1.count } ?? []
        #expect(worst.count > 200)
        var reference = Reference()
        #expect(differences(worst + worst.reversed(), dictionary, &reference) == [])
    }

    @Test func growsAndForgets() {
        let dictionary = ByteArrayDictionary()
        for round in 0..<3 {
            var reference = Reference()
            let tokens = (0..<20_000).map { Array("\(round)-\($0)-\(String(repeating: "x", count: $0 % 40))".utf8) }
            #expect(differences(tokens, dictionary, &reference) == [])
            #expect(differences(tokens.reversed(), dictionary, &reference) == [])
            let footprint = dictionary.memoryFootprint
            dictionary.removeAll()
            #expect(dictionary.count == 0)
            #expect(dictionary.bytes(of: 1) == [])
            #expect(dictionary.memoryFootprint < footprint)
        }
    }

    @Test func stridesSkipOtherColumns() {
        let tokens = (0..<50).flatMap { [Array("a\($0 % 3)".utf8), Array("b\($0)".utf8), Array("c".utf8)] }
        for first in 0..<3 {
            let dictionary = ByteArrayDictionary()
            let ids = Tokens(tokens).withColumn(first: first, stride: 3) { column in
                #expect(column.count == 50)
                return [UInt32](unsafeUninitializedCapacity: 50) { target, count in
                    guard let base = target.baseAddress else { return }
                    dictionary.intern(column, into: base) { _ in Issue.record("rejected") }
                    count = 50
                }
            }
            for (row, id) in ids.enumerated() { #expect(dictionary.bytes(of: id) == tokens[row * 3 + first]) }
        }
    }

    @Test func idsOfArrays() {
        let dictionary = ByteArrayDictionary()
        #expect(dictionary.id(of: Array("x".utf8)) == 1)
        #expect(dictionary.id(of: []) == 2)
        #expect(dictionary.id(of: Array("x".utf8)) == 1)
        #expect(dictionary.bytes(of: 2) == [])
        #expect(dictionary.bytes(of: 0) == [])
        #expect(dictionary.bytes(of: 3) == [])
        #expect(dictionary.bytes(of: .max) == [])
    }
}
