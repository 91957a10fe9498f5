import CColumnKernels

/// Loops over the values of a column that use what the processor has; see CRowKernels.h.
package enum RowKernels {
    private static let level = KernelLevel.best.argument

    /// Whether the processor has vectors to pack with; the results are the same without.
    package static let hasVectors = KernelLevel.best != .plain

    // Unsafe: buffers go to C with their counts, under a type of the same width; those without values may have no address,
    // and are not looked at. Targets have room for as many values.

    /// The range of values of 32 or 64 bits of which so many are the zeros beside NULLs, or `nil` where there are no others.
    package static func range<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        zeroesOfNulls nullCount: Int = 0
    ) -> ClosedRange<Value>? {
        switch (Value.bitWidth, Value.isSigned) {
        case (32, true): range(values, nullCount, flowconv_int32_range, flowconv_int32_nonzero_range)
        case (32, false): range(values, nullCount, flowconv_uint32_range, flowconv_uint32_nonzero_range)
        case (64, true): range(values, nullCount, flowconv_int64_range, flowconv_int64_nonzero_range)
        default: range(values, nullCount, flowconv_uint64_range, flowconv_uint64_nonzero_range)
        }
    }

    private typealias Range<Element> = (
        flowconv_level, UnsafePointer<Element>?, Int, UnsafeMutablePointer<Element>?, UnsafeMutablePointer<Element>?
    ) -> Void
    private typealias NonzeroRange<Element> = (
        flowconv_level, UnsafePointer<Element>?, Int,
        UnsafeMutablePointer<Element>?, UnsafeMutablePointer<Element>?, UnsafeMutablePointer<Element>?
    ) -> Void

    private static func range<Value: FixedWidthInteger, Element: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        _ nullCount: Int,
        _ range: Range<Element>,
        _ nonzeroRange: NonzeroRange<Element>
    ) -> ClosedRange<Value>? {
        precondition(Value.bitWidth == Element.bitWidth)
        var (least, greatest, zeros) = (Element.max, Element.min, Element(0))
        values.withMemoryRebound(to: Element.self) {
            if nullCount == 0 {
                range(level, $0.baseAddress, $0.count, &least, &greatest)
            } else {
                nonzeroRange(level, $0.baseAddress, $0.count, &least, &greatest, &zeros)
            }
        }
        if zeros > nullCount { (least, greatest) = (min(least, 0), max(greatest, 0)) }
        return least <= greatest ? Value(truncatingIfNeeded: least)...Value(truncatingIfNeeded: greatest) : nil
    }

    /// Writes the distances of 64-bit values from `base`, cut to 32 bits.
    package static func narrow<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        from base: Value,
        to target: UnsafeMutablePointer<UInt32>
    ) {
        precondition(Value.bitWidth == 64)
        values.withMemoryRebound(to: UInt64.self) {
            flowconv_narrow_64_to_32(level, $0.baseAddress, $0.count, UInt64(truncatingIfNeeded: base), target)
        }
    }

    /// Writes the distances of 32-bit or 64-bit values from `base`, cut to 16 bits.
    package static func narrow<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        from base: Value,
        to target: UnsafeMutablePointer<UInt16>
    ) {
        guard Value.bitWidth == 64 else {
            precondition(Value.bitWidth == 32)
            return values.withMemoryRebound(to: UInt32.self) {
                flowconv_narrow_32_to_16(level, $0.baseAddress, $0.count, UInt32(truncatingIfNeeded: base), target)
            }
        }
        values.withMemoryRebound(to: UInt64.self) {
            flowconv_narrow_64_to_16(level, $0.baseAddress, $0.count, UInt64(truncatingIfNeeded: base), target)
        }
    }

    /// Writes the low bytes of values.
    package static func narrow(_ values: UnsafeBufferPointer<UInt32>, to target: UnsafeMutablePointer<UInt8>) {
        flowconv_narrow_32_to_8(level, values.baseAddress, values.count, 0, target)
    }

    /// How many of the bytes, each 0 or 1, are 1.
    package static func ones(_ bytes: UnsafeBufferPointer<UInt8>) -> Int { count(1, in: bytes) }

    /// How often `number` is among bytes.
    package static func count(_ number: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var found = 0
        flowconv_count_8(level, bytes.baseAddress, bytes.count, number, &found)
        return found
    }

    /// How often `number` is among others.
    package static func count(_ number: UInt32, in values: UnsafeBufferPointer<UInt32>) -> Int {
        var found = 0
        flowconv_count_32(level, values.baseAddress, values.count, number, &found)
        return found
    }

    /// The most different numbers, from 0 on, that are counted at once.
    package static let tallyLimit = 16

    /// How often each number from 0 to `limit` is among others, none of which is greater.
    package static func tally(_ values: UnsafeBufferPointer<UInt32>, upTo limit: Int) -> [Int] {
        var tally = [UInt32](repeating: 0, count: tallyLimit)
        flowconv_tally_32(level, values.baseAddress, values.count, UInt32(limit + 1), &tally)
        return tally[...limit].map { Int($0) }
    }

    /// How often each number from 0 to `limit` is among others, none of which is greater.
    package static func tally(_ values: UnsafeBufferPointer<UInt8>, upTo limit: Int) -> [Int] {
        var tally = [UInt32](repeating: 0, count: tallyLimit)
        flowconv_tally_8(level, values.baseAddress, values.count, UInt8(limit + 1), &tally)
        return tally[...limit].map { Int($0) }
    }

    /// Replaces numbers below ``tallyLimit`` by what `numbers`, as many, says for each.
    package static func replace(_ values: UnsafeMutableBufferPointer<UInt32>, by numbers: [UInt32]) {
        precondition(numbers.count == tallyLimit)
        flowconv_replace_32(level, values.baseAddress, values.count, numbers)
    }

    /// Writes for each number, below ``tallyLimit``, what `numbers`, as many, says for it.
    package static func translate(
        _ values: UnsafeBufferPointer<UInt8>,
        by numbers: [UInt8],
        to target: UnsafeMutablePointer<UInt32>
    ) {
        precondition(numbers.count == tallyLimit)
        flowconv_translate_8(level, values.baseAddress, values.count, numbers, target)
    }

    /// Packs values of at most 16 bits, lowest bit first; only where the processor has the vectors.
    ///
    /// - Parameters:
    ///   - count: Values, a multiple of 8.
    ///   - width: The bits of a value, from 1 on.
    ///   - target: Room for the result and 16 bytes more.
    package static func pack(
        _ values: UnsafePointer<UInt32>,
        count: Int,
        width: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        flowconv_pack_narrow(level, values, count, CUnsignedInt(width), target)
    }
}
