import TestSupport
import Testing

@testable import Parquet

@Suite struct BoundsTests {
    /// A bound of text bounds every text that lies on its side of the value, is UTF-8, and keeps to the limit.
    @Test(arguments: 0..<8) func textBoundsBound(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<1500 {
            let value = Array(random.text(upTo: 24).utf8)
            let limit = random.below(20)
            let (lower, isLowerExact) = ByteArrayBounds.lower(value[...], limit: limit)
            #expect(lower.count <= limit && value.starts(with: lower))
            #expect(String(validating: lower, as: UTF8.self) != nil)
            #expect(isLowerExact == (lower == value))
            // No more is cut than the last character.
            #expect(isLowerExact || lower.count > limit - 4)
            let (upper, isUpperExact) = ByteArrayBounds.upper(value[...], limit: limit)
            guard let upper else {
                #expect(value.count > limit && !isUpperExact)
                continue
            }
            #expect(upper.count <= limit && isUpperExact == (upper == value))
            #expect(String(validating: upper, as: UTF8.self) != nil)
            #expect(isUpperExact || value.lexicographicallyPrecedes(upper))
            // What begins like the value stays below a bound that was raised.
            if !isUpperExact { #expect((value + [0xF4, 0x8F, 0xBF, 0xBF]).lexicographicallyPrecedes(upper)) }
        }
    }

    @Test(arguments: [
        ("abcdef", 3, "abd"), ("ab\u{7F}x", 3, "ac"), ("\u{7F}\u{7F}x", 2, nil), ("a\u{7FF}x", 3, "b"),
        ("\u{D7FF}x", 3, "\u{E000}"), ("a\u{10FFFF}x", 5, "b"), ("\u{10FFFF}x", 4, nil), ("éé", 3, "ê"), ("é", 1, nil),
        ("é", 0, nil), ("ab", 2, "ab"), ("", 0, ""), ("\u{FFFF}b", 3, nil), ("a\u{FFFF}b", 4, "b"),
        ("e\u{301}x", 3, "e\u{302}"), ("a\0b", 2, "a\u{1}"),
    ])
    func raisedBounds(_ value: String, _ limit: Int, _ expected: String?) {
        let upper = ByteArrayBounds.upper(Array(value.utf8)[...], limit: limit)
        #expect(upper.bytes == expected.map { Array($0.utf8) })
    }

    @Test func booleanBounds() {
        let values: [UInt8] = [0, 1, 1, 0, 1, 0]
        let validity: [UInt8] = [0, 1, 1, 0, 1, 0]
        values.withUnsafeBufferPointer { values in
            validity.withUnsafeBufferPointer { validity in
                #expect(BooleanBounds.bounds(values, validity, 0..<6)?.min == [1])
                #expect(BooleanBounds.bounds(values, nil, 0..<6)?.min == [0])
                #expect(BooleanBounds.bounds(values, nil, 0..<6)?.max == [1])
                #expect(BooleanBounds.bounds(values, validity, 3..<4) == nil)
                #expect(BooleanBounds.bounds(values, nil, 2..<2) == nil)
            }
        }
    }

    @Test func doubleBounds() {
        func bounds(_ values: [Double], _ validity: [UInt8]? = nil) -> (Double?, Double?) {
            func double(_ bytes: [UInt8]?) -> Double? {
                bytes.map { Double(bitPattern: $0.reversed().reduce(0) { $0 << 8 | UInt64($1) }) }
            }
            let bounds = values.withUnsafeBufferPointer { values in
                guard let validity else { return DoubleBounds.bounds(values, nil, 0..<values.count) }
                return validity.withUnsafeBufferPointer { DoubleBounds.bounds(values, $0, 0..<values.count) }
            }
            return (double(bounds?.min), double(bounds?.max))
        }
        #expect(bounds([1, -3, 2]) == (-3, 2))
        #expect(bounds([.infinity]) == (.infinity, .infinity))
        #expect(bounds([1, .nan]) == (nil, nil))
        #expect(bounds([.nan]) == (nil, nil))
        #expect(bounds([1, .nan], [1, 0]) == (1, 1))
        #expect(bounds([]) == (nil, nil))
        #expect(bounds([1], [0]) == (nil, nil))
        // Readers may not tell the zeros apart: the bounds hold both.
        #expect(bounds([0.0]).0?.sign == .minus)
        #expect(bounds([-0.0]).1?.sign == .plus)
    }

    @Test func statisticsOrder() {
        func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
            (0..<(Value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> Value(8 * $0)) }
        }
        let narrow: [Int32] = [.min, -256, -1, 0, 1, 255, 256, .max]
        let wide: [Int64] = [.min, -1 << 40, -1, 0, 1, 1 << 40, .max]
        let texts = ["", "\0", "a", "a\0", "ab", "b", "\u{7F}", "\u{80}", "\u{FFFF}", "\u{10000}"].map {
            Array($0.utf8)
        }
        let doubles: [Double] = [-.infinity, -1.5, 0, 1e-300, 2, .infinity]
        func check(_ sorted: [[UInt8]], _ type: PhysicalType) {
            for (left, first) in sorted.enumerated() {
                for (right, second) in sorted.enumerated() {
                    let expected = left < right ? -1 : left > right ? 1 : 0
                    #expect(
                        StatisticsOrder.compare(first, second, type).signum() == expected,
                        "\(type) \(left) \(right)"
                    )
                }
            }
        }
        check(narrow.map { bytes($0) }, .int32)
        check(wide.map { bytes($0) }, .int64)
        check(texts, .byteArray)
        check(doubles.map { bytes($0.bitPattern) }, .double)
        check([[0], [1]], .boolean)
    }
}
