import Columnar
import TestSupport
import Testing

@Suite struct ColumnVectorTests {
    private func integers(_ vector: ColumnVector) -> [Int64?] { (0..<vector.count).map { vector.integer(at: $0) } }

    private func vector(_ values: [Int64?], _ type: ColumnType) -> ColumnVector {
        let vector = ColumnVector(type: type)
        for value in values {
            if type == .int32 { vector.append(value.map { Int32($0) }) } else { vector.append(value) }
        }
        return vector
    }

    /// Whether validity, null count and the zeros beside NULLs agree with each other.
    private func isSound(_ vector: ColumnVector) -> Bool {
        let nulls = (0..<vector.count).filter { !vector.isValid($0) }
        guard vector.nullCount == nulls.count else { return false }
        let bytes = vector.withValidity { validity in
            validity.map { Array($0) } ?? [UInt8](repeating: 1, count: vector.count)
        }
        guard bytes.allSatisfy({ $0 <= 1 }), bytes.count == vector.count else { return false }
        let values: [Int64] =
            vector.type == .int32
            ? vector.withValues(as: Int32.self) { $0.map(Int64.init) } : vector.withValues(as: Int64.self) { Array($0) }
        return nulls.allSatisfy { bytes[$0] == 0 && values[$0] == 0 }
    }

    @Test(arguments: [ColumnType.int32, .int64, .timestampMillis], [0, 1, 2, 3])
    func agreesWithAnArrayOfOptionals(_ type: ColumnType, _ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var expected: [Int64?] = []
        let vector = ColumnVector(type: type, capacity: random.below(100))
        var sources: [(ColumnVector, [Int64?])] = []
        for share in [0, 1, 3, 10] {
            // Sources without a NULL, with some, and with NULLs only.
            let values = (0..<200).map { _ in random.below(10) < share ? nil : Int64(random.below(1000)) - 500 }
            sources.append((self.vector(values, type), values))
        }
        for step in 0..<300 {
            // The first steps bring no NULL, so that validity begins in the middle.
            let (source, values) = step < 20 ? sources[0] : random.pick(sources)
            switch random.below(8) {
            case 0:
                let value: Int64? = step > 20 && random.oneIn(3) ? nil : Int64(step)
                if type == .int32 { vector.append(value.map { Int32($0) }) } else { vector.append(value) }
                expected.append(value)
            case 1:
                let start = random.below(200)
                let range = start..<(start + random.below(201 - start))
                vector.append(range, of: source)
                expected += values[range]
            case 2:
                let rows = (0..<random.below(150)).map { _ in UInt32(random.below(200)) }
                rows.withUnsafeBufferPointer { vector.append(rows: $0, of: source) }
                expected += rows.map { values[Int($0)] }
            case 4 where step > 20:
                let rows = (0..<min(random.below(9), expected.count)).map { _ in random.below(expected.count) }
                vector.markNull(rows)
                for row in rows { expected[row] = nil }
            case 5 where step > 20:
                let rows = random.below(40)
                vector.appendNulls(rows)
                expected += [Int64?](repeating: nil, count: rows)
            case 7:
                let rows = random.below(min(expected.count, 60) + 1)
                let last = expected.count - rows..<expected.count
                #expect(vector.nulls(in: last) == expected[last].count { $0 == nil })
                vector.removeLast(rows)
                expected.removeSubrange(last)
            case 3 where step > 20 && !expected.isEmpty:
                let row = random.below(expected.count)
                vector.markNull(row)
                expected[row] = nil
            default:
                let rows = random.below(70)
                if type == .int32 {
                    vector.append(rows: rows, as: Int32.self) { $0.update(repeating: 7, count: rows) }
                } else {
                    vector.append(rows: rows, as: Int64.self) { $0.update(repeating: 7, count: rows) }
                }
                expected += [Int64?](repeating: 7, count: rows)
            }
            #expect(vector.count == expected.count)
            if step % 10 == 0 { #expect(isSound(vector)) }
        }
        #expect(integers(vector) == expected)
        #expect(isSound(vector))
        #expect(vector.nullCount > 0)
        #expect(vector.memoryFootprint >= vector.count * (type.width + 1))
    }

    @Test func forgettingRowsForgetsTheirNulls() {
        let vector = vector([1, nil, 3], .int64)
        vector.removeAll()
        #expect((vector.count, vector.nullCount) == (0, 0))
        vector.append(Int64(5))
        #expect(vector.isValid(0))
        #expect(vector.withValidity { $0 == nil })
        for row in 0..<1000 { vector.append(row % 2 == 0 ? nil : Int64(row)) }
        #expect(vector.nullCount == 500)
        #expect(isSound(vector))
    }

    /// Blocks of every size, new ones and those that another column has left.
    @Test func growingKeepsWhatThereIs() {
        for round in 0..<3 {
            let vectors = [ColumnVector(type: .int64), ColumnVector(type: .int64)]
            var next: Int64 = 0
            while next < 400_000 {
                for vector in vectors {
                    vector.append(rows: 1000, as: Int64.self) { values in
                        for row in 0..<1000 { values[row] = next + Int64(row) ^ Int64(round) }
                    }
                }
                next += 1000
            }
            for vector in vectors {
                let isRight = vector.withValues(as: Int64.self) { values in
                    values.indices.allSatisfy {
                        values[$0] == (Int64($0) / 1000 * 1000) + Int64($0) % 1000 ^ Int64(round)
                    }
                }
                #expect(isRight && vector.count == 400_000)
            }
        }
    }

    @Test func markingTwiceCountsOnce() {
        let vector = vector([1, 2, 3], .int32)
        vector.markNull(1)
        vector.markNull(1)
        #expect(vector.nullCount == 1)
        #expect(integers(vector) == [1, nil, 3])
    }

    /// Rows that are written later, and whose NULLs are zeros already.
    @Test(arguments: [ColumnType.int32, .int64, .timestampMillis], [0, 1])
    func rowsThatAreWrittenLater(_ type: ColumnType, _ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let vector = ColumnVector(type: type)
        var expected: [Int64?] = []
        for round in 0..<60 {
            let first = vector.count
            // The first rounds bring no NULL; one is appended to while it has validity, and one is used again.
            let values = (0..<random.below(150)).map { _ in round > 4 && random.oneIn(4) ? nil : Int64(random.below(3))
            }
            let target = vector.appendUnwritten(rows: values.count)
            for (row, value) in values.enumerated() {
                let value = value ?? 0
                if type == .int32 {
                    target.storeBytes(of: Int32(value), toByteOffset: row * 4, as: Int32.self)
                } else {
                    target.storeBytes(of: value, toByteOffset: row * 8, as: Int64.self)
                }
            }
            var nulls = values.indices.filter { values[$0] == nil }.map { UInt32($0) }
            // A row that is marked twice is one NULL.
            nulls += nulls.prefix(2)
            nulls.withUnsafeBufferPointer { vector.markNull(zeros: $0, from: first) }
            expected += values
            #expect(vector.count == expected.count)
            #expect(isSound(vector))
            if round <= 4 { #expect(vector.withValidity { $0 == nil }) }
            if round == 30 {
                #expect(integers(vector) == expected)
                vector.removeAll()
                expected = []
            }
        }
        #expect(integers(vector) == expected)
        #expect(vector.nullCount > 0)
    }

    @Test func idsAreComparedWithinADictionary() {
        let texts = (0..<40).map { $0 % 7 == 0 ? nil : "text \($0 % 5)" }
        let dictionary = ByteArrayDictionary()
        func column(_ texts: [String?], _ dictionary: ByteArrayDictionary) -> ColumnVector {
            let vector = ColumnVector(type: .string, dictionary: dictionary)
            for text in texts { vector.append(text) }
            return vector
        }
        let vector = column(texts, dictionary)
        #expect(vector.hasSameIDs(as: vector))
        #expect(vector.hasSameIDs(as: column(texts, dictionary)))
        #expect(!vector.hasSameIDs(as: column(texts, ByteArrayDictionary())))
        #expect(!vector.hasSameIDs(as: column(texts + [nil], dictionary)))
        #expect(!vector.hasSameIDs(as: column(texts.dropLast(), dictionary)))
        for row in texts.indices {
            var others = texts
            others[row] = row % 2 == 0 ? "other" : nil
            if others[row] != texts[row] { #expect(!vector.hasSameIDs(as: column(others, dictionary))) }
        }
        // Numbers are never the same: they have no dictionary.
        let numbers = self.vector([1, 2], .int32)
        #expect(!numbers.hasSameIDs(as: numbers))
    }

    @Test func otherTypes() {
        let doubles = ColumnVector(type: .double)
        for value in [1.5, nil, -0.0, .nan] as [Double?] { doubles.append(value) }
        #expect(doubles.nullCount == 1)
        let values = doubles.withValues(as: Double.self) { Array($0) }
        #expect(values[0] == 1.5 && values[1] == 0 && values[2].sign == .minus && values[3].isNaN)
        let truths = ColumnVector(type: .boolean)
        for row in 0..<200 { truths.append(row % 3 == 0 ? nil : row % 3 == 1) }
        let picked = ColumnVector(type: .boolean)
        let rows: [UInt32] = [199, 0, 1, 2]
        rows.withUnsafeBufferPointer { picked.append(rows: $0, of: truths) }
        #expect(picked.withValues(as: UInt8.self) { Array($0) } == [1, 0, 1, 0])
        #expect((0..<4).map { picked.isValid($0) } == [true, false, true, true])
        #expect(picked.nullCount == 1)
        #expect(doubles.integer(at: 0) == nil)
        #expect(doubles.text(at: 0) == nil)
    }

    @Test func textKeepsItsIDs() {
        let source = ColumnVector(type: .string)
        for value in ["a", nil, "b", "-", ""] { source.append(value) }
        let target = ColumnVector(type: .string, dictionary: source.dictionary)
        target.append(1..<5, of: source)
        let rows: [UInt32] = [4, 4, 0, 1]
        rows.withUnsafeBufferPointer { target.append(rows: $0, of: source) }
        let texts = (0..<target.count).map { target.text(at: $0).map { String(decoding: $0, as: UTF8.self) } }
        #expect(texts == [nil, "b", "-", "", "", "", "a", nil])
    }

    @Test func valuesOfOneTypeAreNoValuesOfAnother() {
        let doubles = ColumnVector(type: .double)
        for value in [1.5, nil, -0.0, .infinity] as [Double?] { doubles.append(value) }
        #expect(
            (0..<4).map { doubles.double(at: $0)?.bitPattern } == [1.5, nil, -0.0, .infinity].map { $0?.bitPattern }
        )
        #expect((0..<4).allSatisfy { doubles.boolean(at: $0) == nil && doubles.integer(at: $0) == nil })
        let flags = ColumnVector(type: .boolean)
        for value in [true, nil, false] as [Bool?] { flags.append(value) }
        #expect((0..<3).map { flags.boolean(at: $0) } == [true, nil, false])
        #expect((0..<3).allSatisfy { flags.double(at: $0) == nil && flags.integer(at: $0) == nil })
        let integers = vector([1, nil], .int64)
        #expect((0..<2).allSatisfy { integers.double(at: $0) == nil && integers.boolean(at: $0) == nil })
    }
}
