import Columnar
import TestSupport
import Testing

@Suite("Loops over rows") struct RowKernelsTests {
    /// As many values as vectors leave over, and some more.
    private static let counts = [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 127, 1000]

    private func values<Value: FixedWidthInteger>(_ count: Int, _ kind: Int, as type: Value.Type) -> [Value] {
        var random = SeededGenerator(seed: UInt64(count * 7 + kind))
        return (0..<count).map { _ in
            switch kind {
            case 0: Value(truncatingIfNeeded: random.next())
            case 1: [0, 0, 0, 5, .max, .min].randomElement(using: &random) ?? 0
            case 2: 0
            default: Value(truncatingIfNeeded: random.next() % 100 + 1)
            }
        }
    }

    private func checkRanges<Value: FixedWidthInteger>(_ type: Value.Type) {
        for count in Self.counts {
            for kind in 0..<4 {
                let values = values(count, kind, as: type)
                let zeros = values.count { $0 == 0 }
                for nulls in Set([0, zeros / 2, zeros]) {
                    var present = values
                    for _ in 0..<nulls { present.remove(at: present.firstIndex(of: 0) ?? 0) }
                    let range = values.withUnsafeBufferPointer { RowKernels.range($0, zeroesOfNulls: nulls) }
                    #expect(range?.lowerBound == present.min() && range?.upperBound == present.max())
                }
            }
        }
    }

    @Test("the range is that of the values, without the zeros beside NULLs")
    func ranges() {
        checkRanges(Int32.self)
        checkRanges(UInt32.self)
        checkRanges(Int64.self)
        checkRanges(UInt64.self)
    }

    private func narrowed<Value: FixedWidthInteger, Target: FixedWidthInteger>(
        _ values: [Value],
        _ base: Value,
        _ narrow: (UnsafeBufferPointer<Value>, Value, UnsafeMutablePointer<Target>) -> Void
    ) -> [Target] {
        [Target](unsafeUninitializedCapacity: values.count + 1) { target, count in
            guard let first = target.baseAddress else { return }
            values.withUnsafeBufferPointer { narrow($0, base, first) }
            count = values.count
        }
    }

    @Test("numbers are replaced by those of a table")
    func replacing() {
        let numbers = (0..<UInt32(RowKernels.tallyLimit)).map { $0 * 0x1111_1111 ^ 7 }
        for count in Self.counts {
            var found = (0..<count).map { UInt32($0 * 7 % RowKernels.tallyLimit) }
            let expected = found.map { numbers[Int($0)] }
            found.withUnsafeMutableBufferPointer { RowKernels.replace($0, by: numbers) }
            #expect(found == expected)
        }
    }

    @Test("numbers of a byte are looked up in a table")
    func translating() {
        let numbers = (0..<UInt8(RowKernels.tallyLimit)).map { $0 &* 17 ^ 5 }
        for count in Self.counts {
            let bytes = (0..<count).map { UInt8($0 * 7 % RowKernels.tallyLimit) }
            let found = [UInt32](unsafeUninitializedCapacity: count + 1) { target, written in
                guard let first = target.baseAddress else { return }
                bytes.withUnsafeBufferPointer { RowKernels.translate($0, by: numbers, to: first) }
                written = count
            }
            #expect(found == bytes.map { UInt32(numbers[Int($0)]) })
        }
    }

    @Test("distances from the base are cut to the width")
    func narrowing() {
        for count in Self.counts {
            for kind in 0..<4 {
                let (wide, base) = (values(count, kind, as: Int64.self), Int64(-3))
                #expect(
                    narrowed(wide, base) { RowKernels.narrow($0, from: $1, to: $2) }
                        == wide.map { UInt32(truncatingIfNeeded: $0 &- base) }
                )
                #expect(
                    narrowed(wide, base) { RowKernels.narrow($0, from: $1, to: $2) }
                        == wide.map { UInt16(truncatingIfNeeded: $0 &- base) }
                )
                let short = values(count, kind, as: Int32.self)
                #expect(
                    narrowed(short, -9) { RowKernels.narrow($0, from: $1, to: $2) }
                        == short.map { UInt16(truncatingIfNeeded: $0 &+ 9) }
                )
                let ids = values(count, kind, as: UInt32.self)
                #expect(
                    narrowed(ids, 0) { values, _, target in RowKernels.narrow(values, to: target) }
                        == ids.map { UInt8(truncatingIfNeeded: $0) }
                )
            }
        }
    }

    @Test("numbers are counted by value")
    func tallies() {
        // Longer than what is counted at a time.
        for count in Self.counts + [4096, 16_384, 40_000] {
            for limit in [0, 1, 2, 15] {
                let values = values(count, 0, as: UInt32.self).map { $0 % UInt32(limit + 1) }
                let expected = (0...limit).map { number in values.count { $0 == number } }
                #expect(values.withUnsafeBufferPointer { RowKernels.tally($0, upTo: limit) } == expected)
                let bytes = values.map { UInt8($0) }
                #expect(bytes.withUnsafeBufferPointer { RowKernels.tally($0, upTo: limit) } == expected)
            }
        }
    }

    @Test("ones are counted")
    func ones() {
        for count in Self.counts {
            let bytes = values(count, 0, as: UInt32.self).map { UInt8($0 & 1) }
            #expect(bytes.withUnsafeBufferPointer { RowKernels.ones($0) } == bytes.count { $0 == 1 })
        }
    }
}
