import Columnar
import TestSupport
import Testing

@Suite struct StringColumnTests {
    @Test(arguments: 0..<4) func localIDsStandForTheSameText(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let dictionary = ByteArrayDictionary()
        // Several columns out of one dictionary that goes on growing, as row groups are.
        for round in 0..<12 {
            let vector = ColumnVector(type: .string, dictionary: dictionary)
            var expected: [[UInt8]?] = []
            for _ in 0..<random.below(400) {
                let value = random.oneIn(5) ? nil : random.oneIn(9) ? "" : "value \(random.below(30 << (round % 5)))"
                vector.append(value)
                expected.append(value.map { Array($0.utf8) })
            }
            let column = StringColumn(taking: vector)
            var counts: [[UInt8]: UInt32] = [:]
            for value in expected.compactMap(\.self) { counts[value, default: 0] += 1 }
            #expect(column.count == expected.count)
            #expect(column.nullCount == expected.count { $0 == nil })
            #expect(column.entryCount == counts.count)
            #expect(column.unencodedBytes == expected.reduce(0) { $0 + ($1?.count ?? 0) })
            column.withIDs { ids in
                for (row, id) in ids.enumerated() {
                    #expect((id == 0 ? nil : Array(column.entry(Int(id) - 1))) == expected[row])
                    #expect(column.length(ofRow: row) == expected[row]?.count ?? 0)
                }
            }
            let entries = (0..<column.entryCount).map { Array(column.entry($0)) }
            #expect(entries == counts.keys.sorted { $0.lexicographicallyPrecedes($1) })
            for entry in 0..<column.entryCount { #expect(column.counts[entry] == counts[Array(column.entry(entry))]) }
        }
    }

    /// A large dictionary, of which columns have a few values, most, or all.
    @Test(arguments: [3, 20, 4000]) func valuesAreSortedHoweverFewTheRowsAre(_ rows: Int) {
        var random = SeededGenerator(seed: UInt64(rows))
        let dictionary = ByteArrayDictionary()
        for round in 0..<3 {
            let all = ColumnVector(type: .string, dictionary: dictionary)
            for value in 0..<500 {
                all.append("\(random.oneIn(2) ? "10.0." : "a long common prefix ")\(round).\(value)")
            }
            let vector = ColumnVector(type: .string, dictionary: dictionary)
            var expected: [String?] = []
            for _ in 0..<rows {
                let id = UInt32(1 + random.below(dictionary.count))
                let value = random.oneIn(7) ? nil : String(decoding: dictionary.bytes(of: id), as: UTF8.self)
                vector.append(value)
                expected.append(value)
            }
            for (vector, values) in [(vector, expected), (all, nil)] {
                let column = StringColumn(taking: vector)
                let entries = (0..<column.entryCount).map { String(decoding: column.entry($0), as: UTF8.self) }
                #expect(entries == Set(entries).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
                guard let values else { continue }
                column.withIDs { ids in
                    #expect(ids.map { $0 == 0 ? nil : entries[Int($0) - 1] } == values)
                }
                #expect(column.counts == entries.map { entry in UInt32(values.count { $0 == entry }) })
            }
        }
    }

    @Test func staysWholeWhenTheDictionaryIsForgotten() {
        let dictionary = ByteArrayDictionary()
        let vector = ColumnVector(type: .string, dictionary: dictionary)
        for value in ["a", nil, "bb", "a"] { vector.append(value) }
        let column = StringColumn(taking: vector)
        dictionary.removeAll()
        let next = ColumnVector(type: .string, dictionary: dictionary)
        next.append("other")
        #expect(StringColumn(taking: next).bytes == Array("other".utf8))
        #expect(column.bytes == Array("abb".utf8))
        #expect(column.counts == [2, 1])
    }

    @Test func someRowsHaveTheirOwnEntriesOnly() {
        let vector = ColumnVector(type: .string, dictionary: ByteArrayDictionary())
        for value in ["a", nil, "bb", "a", "c", "bb", nil] { vector.append(value) }
        let column = StringColumn(taking: vector)
        let some = [5, 1, 4, 2].withUnsafeBufferPointer { column.taking(rows: $0) }
        #expect(some.bytes == Array("bbc".utf8))
        #expect(some.offsets == [0, 2, 3])
        #expect(some.counts == [2, 1])
        #expect((some.count, some.nullCount, some.unencodedBytes) == (4, 1, 5))
        some.withIDs { #expect(Array($0) == [1, 0, 2, 1]) }
        column.withIDs { #expect(Array($0) == [1, 0, 2, 1, 3, 2, 0]) }
    }

    @Test func columnsOfNothing() {
        let empty = StringColumn(taking: ColumnVector(type: .string))
        #expect((empty.count, empty.entryCount, empty.nullCount, empty.unencodedBytes) == (0, 0, 0, 0))
        let nulls = ColumnVector(type: .string)
        for _ in 0..<100 { nulls.appendNull() }
        let column = StringColumn(taking: nulls)
        #expect((column.count, column.entryCount, column.nullCount) == (100, 0, 100))
    }
}
