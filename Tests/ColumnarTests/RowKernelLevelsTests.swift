import CColumnKernels
import Columnar
import TestSupport
import Testing

/// The loops over rows at every level of this processor, beside the plain one; what the best one gives is held against
/// numbers of another making in ``RowKernelsTests``.
@Suite struct RowKernelLevelsTests {
    /// As many values as vectors leave over, and more than what is added up at a time.
    private static let counts = [0, 1, 3, 7, 8, 9, 31, 32, 33, 63, 64, 65, 255, 1000, 1025, 8160, 8192, 20_000]

    private func words(_ count: Int, below limit: UInt64) -> [UInt64] {
        var random = SeededGenerator(seed: UInt64(count))
        // Some zeros, which some loops leave out.
        return (0..<count).map { _ in random.oneIn(5) ? 0 : random.next() % limit }
    }

    /// What `loop` writes, which must be the same at every level.
    private func check<Value: Equatable>(
        _ fill: Value,
        room: Int,
        _ loop: (flowconv_level, UnsafeMutablePointer<Value>) -> Void
    ) {
        let found = KernelLevel.available.map { level in
            [Value](unsafeUninitializedCapacity: room) { target, count in
                target.initialize(repeating: fill)
                if let first = target.baseAddress { loop(level.argument, first) }
                count = room
            }
        }
        for (level, values) in zip(KernelLevel.available, found) { #expect(values == found[0], "\(level)") }
    }

    @Test(arguments: counts) func rangesAgree(_ count: Int) {
        let words = words(count, below: .max)
        let (long, short) = (words.map { Int64(bitPattern: $0) }, words.map { Int32(truncatingIfNeeded: $0) })
        let half = words.map { UInt32(truncatingIfNeeded: $0) }
        check(0, room: 3) { flowconv_int64_nonzero_range($0, long, count, $1, $1 + 1, $1 + 2) }
        check(0, room: 2) { flowconv_int64_range($0, long, count, $1, $1 + 1) }
        check(0, room: 3) { flowconv_uint64_nonzero_range($0, words, count, $1, $1 + 1, $1 + 2) }
        check(0, room: 2) { flowconv_uint64_range($0, words, count, $1, $1 + 1) }
        check(0, room: 3) { flowconv_int32_nonzero_range($0, short, count, $1, $1 + 1, $1 + 2) }
        check(0, room: 2) { flowconv_int32_range($0, short, count, $1, $1 + 1) }
        check(0, room: 3) { flowconv_uint32_nonzero_range($0, half, count, $1, $1 + 1, $1 + 2) }
        check(0, room: 2) { flowconv_uint32_range($0, half, count, $1, $1 + 1) }
    }

    @Test(arguments: counts) func narrowingAgrees(_ count: Int) {
        let words = words(count, below: .max)
        let half = words.map { UInt32(truncatingIfNeeded: $0) }
        check(0, room: count + 1) { flowconv_narrow_64_to_32($0, words, count, 77, $1) }
        check(0, room: count + 1) { flowconv_narrow_64_to_16($0, words, count, 77, $1) }
        check(0, room: count + 1) { flowconv_narrow_32_to_16($0, half, count, 77, $1) }
        check(0, room: count + 1) { flowconv_narrow_32_to_8($0, half, count, 77, $1) }
    }

    @Test(arguments: counts) func countsAndTablesAgree(_ count: Int) {
        let words = words(count, below: 16)
        let (half, bytes) = (words.map { UInt32($0) }, words.map { UInt8($0) })
        let (numbers, places) = ((0..<16).map { UInt32($0) * 0x0101_0101 }, (0..<16).map { UInt8($0 * 15) })
        for number in [0, 1, 15, 16] {
            check(0, room: 1) { flowconv_count_32($0, half, count, UInt32(number), $1) }
            check(0, room: 1) { flowconv_count_8($0, bytes, count, UInt8(number), $1) }
        }
        check(0, room: 16) { flowconv_tally_32($0, half, count, 16, $1) }
        check(0, room: 16) { flowconv_tally_8($0, bytes, count, 16, $1) }
        check(0, room: count + 1) { flowconv_translate_8($0, bytes, count, places, $1) }
        check(UInt32(0), room: count + 1) { level, target in
            target.update(from: half, count: count)
            flowconv_replace_32(level, target, count, numbers)
        }
    }
}
