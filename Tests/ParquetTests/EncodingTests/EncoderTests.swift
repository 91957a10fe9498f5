import Columnar
import TestSupport
import Testing

@testable import Parquet

@Suite struct EncoderTests {
    private func mask(_ width: Int) -> UInt64 { width == 64 ? .max : 1 << UInt64(width) - 1 }

    // MARK: Bits

    @Test(arguments: 1...64) func packsEveryWidth(_ width: Int) {
        var random = SeededGenerator(seed: UInt64(width))
        for count in [0, 8, 16, 24, 64, 200] {
            for kind in 0..<3 {
                let values = (0..<count).map { _ in
                    kind == 0 ? mask(width) : kind == 1 ? 0 : random.next() & mask(width)
                }
                let expected = NaiveBits.pack(values, width: width)
                var target = [UInt8](repeating: 0xEE, count: expected.count + BitPacker.slack + 1)
                let wide = target.withUnsafeMutableBufferPointer { target in
                    values.withUnsafeBufferPointer { values in
                        guard let values = values.baseAddress, let target = target.baseAddress else { return 0 }
                        return BitPacker.pack(values, count: count, width: width, into: target)
                    }
                }
                #expect(wide == expected.count)
                #expect(Array(target.prefix(expected.count)) == expected)
                #expect(target.last == 0xEE, "written beyond the slack")
                guard width <= 32 else { continue }
                for usesVectors in Set([false, RowKernels.hasVectors]) {
                    target = [UInt8](repeating: 0xEE, count: expected.count + BitPacker.slack + 1)
                    let narrow = target.withUnsafeMutableBufferPointer { target in
                        values.map { UInt32($0) }.withUnsafeBufferPointer { values in
                            guard let values = values.baseAddress, let target = target.baseAddress else { return 0 }
                            return BitPacker.pack(
                                values,
                                count: count,
                                width: width,
                                into: target,
                                usesVectors: usesVectors
                            )
                        }
                    }
                    #expect(narrow == expected.count)
                    #expect(Array(target.prefix(expected.count)) == expected)
                    #expect(target.last == 0xEE, "written beyond the slack")
                }
            }
        }
        #expect(BitPacker.width(mask(width)) == width)
        #expect(BitPacker.width(0) == 0)
    }

    // MARK: The hybrid

    private func hybrid(_ values: [UInt32], width: Int) -> [UInt8] {
        let buffer = ByteBuffer(capacity: 1)
        // What stands in the slack must not be seen.
        var padded = values + [UInt32](repeating: .max, count: RLEBitPackingHybridEncoder.slack)
        padded.withUnsafeMutableBufferPointer { padded in
            guard let base = padded.baseAddress else { return }
            RLEBitPackingHybridEncoder.encode(base, count: values.count, width: width, into: buffer)
        }
        return buffer.bytes
    }

    private func checkHybrid(_ values: [UInt32], width: Int) {
        let bytes = hybrid(values, width: width)
        var decoder = NaiveDecoder(bytes)
        let decoded = decoder.hybrid(count: values.count, width: width)
        #expect(decoded == values.map { UInt64($0) }, "\(values.count) of width \(width)")
        #expect(decoder.isAtEnd)
        // Never much larger than bit-packing all.
        #expect(bytes.count <= (values.count + 7) / 8 * width + 10 + values.count / 64 * 6)
    }

    @Test(arguments: [1, 2, 3, 7, 8, 9, 15, 16, 17, 24, 31, 32]) func hybridOfEveryCount(_ width: Int) {
        var random = SeededGenerator(seed: UInt64(width))
        for count in 0...300 {
            var values: [UInt32] = []
            let longest = [1, 4, 20, 100, 400][count % 5]
            while values.count < count {
                let value = UInt32(random.next() & mask(width))
                values += [UInt32](repeating: value, count: 1 + random.below(longest))
            }
            checkHybrid(Array(values.prefix(count)), width: width)
        }
    }

    /// Runs that begin and end at every place of a group.
    @Test func runsAtEveryPlace() {
        for width in [1, 3, 8, 20] {
            for before in 0...17 {
                for run in [7, 8, 9, 15, 16, 17, 23, 24, 63, 64, 65, 72] {
                    for after in [0, 1, 7, 8, 9] {
                        let other = (0..<40).map { UInt32($0 * 5 % 2) }
                        let values = Array(other[0..<before]) + [UInt32](repeating: 1, count: run) + other[0..<after]
                        checkHybrid(values, width: width)
                    }
                }
            }
        }
    }

    @Test func aLongRunIsShort() {
        #expect(hybrid([UInt32](repeating: 5, count: 100_000), width: 17).count <= 6)
        let buffer = ByteBuffer()
        RLEBitPackingHybridEncoder.encode(repeating: 3, count: 0, width: 2, into: buffer)
        #expect(buffer.bytes == [])
        RLEBitPackingHybridEncoder.encode(repeating: 300, count: 1000, width: 9, into: buffer)
        var decoder = NaiveDecoder(buffer.bytes)
        #expect(decoder.hybrid(count: 1000, width: 9) == [UInt64](repeating: 300, count: 1000))
    }

    // MARK: Deltas

    private func checkDeltas<Value: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ values: [Value]) {
        let buffer = ByteBuffer(capacity: 1)
        values.withUnsafeBufferPointer { DeltaBinaryPackedEncoder.encode($0, into: buffer) }
        var decoder = NaiveDecoder(buffer.bytes)
        #expect(decoder.deltas(bitWidth: Value.bitWidth) == values.map { Int64($0) }, "\(values.count)")
        #expect(decoder.isAtEnd)
    }

    @Test func deltasOfEveryCount() {
        var random = SeededGenerator(seed: 21)
        for count in 0...600 {
            let step = 1 + random.below(1 << random.below(20))
            var sum = Int64(random.below(1 << 40))
            checkDeltas(
                (0..<count).map { _ -> Int64 in
                    sum += Int64(random.below(2 * step) - step / 2)
                    return sum
                }
            )
            if count % 3 == 0 { checkDeltas((0..<count).map { _ in Int32(truncatingIfNeeded: random.next()) }) }
            if count % 5 == 0 { checkDeltas((0..<count).map { _ in Int64(bitPattern: random.next()) }) }
        }
    }

    @Test func deltasThatWrap() {
        var random = SeededGenerator(seed: 22)
        for count in [1, 2, 3, 32, 33, 128, 129, 130, 300] {
            let narrow: [Int32] = [.min, .max, 0, -1, 1, .min + 1, .max - 1]
            checkDeltas((0..<count).map { narrow[$0 % 2] })
            checkDeltas((0..<count).map { _ in random.pick(narrow) })
            let wide: [Int64] = [.min, .max, 0, -1, 1, .min + 1, .max - 1, Int64(Int32.min), Int64(Int32.max)]
            checkDeltas((0..<count).map { wide[$0 % 2] })
            checkDeltas((0..<count).map { _ in random.pick(wide) })
            checkDeltas([Int64](repeating: .min, count: count))
        }
    }

    // MARK: Levels

    @Test func levelsOfEveryCount() {
        var random = SeededGenerator(seed: 31)
        for count in 1...300 {
            for share in [0, 1, 5, 10] {
                let presence = (0..<count).map { _ in
                    random.below(10) < share ? UInt32(0) : UInt32(1 + random.below(300))
                }
                let buffer = ByteBuffer(capacity: 1)
                buffer.append(0xAB)
                let nulls = presence.withUnsafeBufferPointer { DefinitionLevelEncoder.encode($0, into: buffer) }
                #expect(nulls == presence.count { $0 == 0 })
                var decoder = NaiveDecoder(buffer.bytes.dropFirst())
                #expect(decoder.levels(count: count) == presence.map { $0 == 0 ? 0 : 1 }, "\(count)")
                #expect(decoder.isAtEnd)
            }
        }
    }

    // MARK: Plain

    @Test func plainValues() {
        let buffer = ByteBuffer()
        [Int32.min, 1].withUnsafeBufferPointer { PlainEncoder.encode($0, into: buffer) }
        [Int64.max].withUnsafeBufferPointer { PlainEncoder.encode($0, into: buffer) }
        #expect(buffer.bytes == [0, 0, 0, 0x80, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 0x7F])
        for count in 0...33 {
            let values = (0..<count).map { UInt8($0 * $0 % 3 % 2) }
            let buffer = ByteBuffer()
            PlainEncoder.encode(booleans: values, into: buffer)
            #expect(buffer.bytes == NaiveBits.pack(values.map { UInt64($0) }, width: 1))
        }
    }

    // MARK: Sorting and dictionaries

    @Test func radixSortIsAStableSort() {
        var random = SeededGenerator(seed: 41)
        let sort = RadixSort()
        for count in [0, 1, 2, 3, 50, 255, 256, 257, 3000] {
            for bits: UInt64 in [0, 1, 8, 9, 20, 64] {
                let shift = UInt64(random.below(Int(65 - max(bits, 1))))
                let keys = (0..<count).map { _ in bits == 64 ? random.next() : random.next() & (1 << bits - 1) << shift
                }
                var entries = (0..<UInt32(count)).shuffled(using: &random)
                let expected = entries.enumerated().sorted { left, right in
                    let keys = (keys[Int(left.element)], keys[Int(right.element)])
                    return keys.0 != keys.1 ? keys.0 < keys.1 : left.offset < right.offset
                }
                entries.withUnsafeMutableBufferPointer { entries in
                    keys.withUnsafeBufferPointer { keys in
                        guard let entries = entries.baseAddress, let keys = keys.baseAddress else { return }
                        sort.sort(entries, count: count, keys: keys)
                    }
                }
                #expect(entries == expected.map(\.element))
            }
        }
    }

    private func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool { left.lexicographicallyPrecedes(right) }

    @Test func textDictionaryOrder() {
        var random = SeededGenerator(seed: 42)
        let dictionary = TextDictionary()
        for round in 0..<40 {
            let vector = ColumnVector(type: .string)
            for _ in 0..<random.below(400) {
                switch random.below(8) {
                case 5: vector.append("10.\(random.below(3)).\(random.below(300)).\(random.below(300))")
                case 6: vector.append("111.111.111.\(random.below(1000))")
                case 7: vector.append("\(random.below(1_000_000_000))-:/,;+9\0".suffix(random.below(20)).description)
                case 0: vector.append(random.text(upTo: 6))
                case 1: vector.append(String(repeating: "\0", count: random.below(20)))
                case 2: vector.append("a common prefix of " + random.text(upTo: 2))
                case 3: vector.append("sixteen bytes...\(random.below(4))")
                default: vector.append(random.oneIn(4) ? nil : "v\(random.below(3 + round))")
                }
            }
            let column = StringColumn(taking: vector)
            dictionary.build(column)
            let entries = (0..<column.entryCount).map { Array(column.entry($0)) }
            let sorted = entries.sorted { precedes($0, $1) }
            #expect(entries == sorted)
            for (entry, bytes) in entries.enumerated() {
                let place = dictionary.places[entry + 1]
                #expect(Int(place.length) == bytes.count)
                #expect(dictionary.order[Int(place.position)] == entry)
            }
            // Classes of frequency first, then by value.
            let order = (0..<entries.count).map { Int(dictionary.order[$0]) }
            let expected = entries.indices.sorted { left, right in
                let classes = (column.counts[left].leadingZeroBitCount, column.counts[right].leadingZeroBitCount)
                return classes.0 != classes.1 ? classes.0 < classes.1 : precedes(entries[left], entries[right])
            }
            #expect(order == expected)
        }
    }

    @Test func integerDictionaryStandsForTheSameValues() {
        var random = SeededGenerator(seed: 43)
        let dictionary = IntegerDictionary()
        let room = IntegerRoom()
        for round in 0..<60 {
            let extremes: [Int64] = [.min, .max, 0, -1, 1 << 40]
            let spread: Int64 = [3, 1000, 1 << 16, 1 << 17 - 1, 1 << 17, 1 << 40][round % 6]
            let base: Int64 = round % 5 == 0 ? .min : -spread / 2
            let count = 1 + random.below(6000)
            let validity = (0..<count).map { _ in UInt8(round % 2 == 0 || !random.oneIn(7) ? 1 : 0) }
            let values = validity.map { valid -> Int64 in
                if valid == 0 { return 0 }
                if round % 10 == 9 { return random.pick(extremes) }
                return base + Int64(random.next() % UInt64(spread + 1))
            }
            let nullCount = validity.count { $0 == 0 }
            let order = round % 3 == 0 ? nil : (0..<UInt32(count)).shuffled(using: &random)
            let sorted = (order ?? Array(0..<UInt32(count))).map { row in
                validity[Int(row)] == 0 ? nil : values[Int(row)]
            }
            let distinct = Set(sorted.compactMap { $0 })
            let cut = random.below(count)
            values.withUnsafeBufferPointer { values in
                validity.withUnsafeBufferPointer { validity in
                    (order ?? []).withUnsafeBufferPointer { numbers in
                        let rows = IntegerRows(
                            values,
                            validity: validity,
                            nullCount: nullCount,
                            order: order == nil ? nil : numbers,
                            room: room
                        )
                        #expect(rows.range?.lowerBound == distinct.min() && rows.range?.upperBound == distinct.max())
                        if distinct.count > 1 {
                            #expect(!dictionary.build(rows, limit: distinct.count - 1))
                        }
                        #expect(dictionary.build(rows, limit: distinct.count))
                        #expect(dictionary.count == distinct.count)
                        for page in [0..<cut, cut..<count] {
                            if rows.fits32Bits {
                                check(sorted, rows, page, dictionary, room.page.room(page.count), room)
                            } else {
                                check(sorted, rows, page, dictionary, room.widePage.room(page.count), room)
                            }
                        }
                    }
                }
            }
        }
    }

    /// A page has the values of its rows, and indices that stand for them.
    private func check<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ expected: [Int64?],
        _ rows: IntegerRows<Int64>,
        _ range: Range<Int>,
        _ dictionary: IntegerDictionary,
        _ codes: UnsafeMutablePointer<Code>,
        _ room: IntegerRoom
    ) {
        let page = rows.page(range, room: codes, presence: room.presence.room(range.count))
        let present = expected[range].compactMap { $0 }
        #expect(page.codes.map { rows.value($0) } == present)
        #expect(page.nullCount == range.count - present.count)
        if let presence = page.presence { #expect(presence.map { $0 != 0 } == expected[range].map { $0 != nil }) }
        #expect(page.range.map { rows.value($0.lowerBound) } == present.min())
        #expect(page.range.map { rows.value($0.upperBound) } == present.max())
        let entries = (0..<dictionary.count).map { dictionary.values[Int(dictionary.order[$0])] }
        let indices = room.indices.room(range.count + RLEBitPackingHybridEncoder.slack)
        dictionary.writeIndices(page, of: rows, range, into: indices)
        #expect((0..<present.count).map { entries[Int(indices[$0])] } == present)
    }
}
