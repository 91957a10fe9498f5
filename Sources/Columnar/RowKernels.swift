import CColumnKernels

/// Loops over the values of a column that use what the processor has; see CRowKernel.h.
package enum RowKernels {
    /// Whether the processor has AVX-512; the results are the same without.
    package static let isWide = flowconv_has_avx512() != 0

    private static var wide: CInt { isWide ? 1 : 0 }

    // Unsafe: buffers go to C with their counts, under a type of the same width; those without values may have no address,
    // and are not looked at. Targets have room for as many values.

    /// The range of values of 32 or 64 bits of which so many are the zeros beside NULLs, or `nil` where there are no others.
    package static func range<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        zeroesOfNulls nullCount: Int = 0
    ) -> ClosedRange<Value>? {
        let (least, greatest, zeros) = extremes(values)
        guard zeros > nullCount else { return least <= greatest ? least...greatest : nil }
        return min(least, 0)...max(greatest, 0)
    }

    /// The least and the greatest of the values that are not 0, the other way round where there are none, and how many are.
    private static func extremes<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>
    ) -> (least: Value, greatest: Value, zeros: Int) {
        switch (Value.bitWidth, Value.isSigned) {
        case (32, true): extremes(values, as: Int32.self, flowconv_int32_range)
        case (32, false): extremes(values, as: UInt32.self, flowconv_uint32_range)
        case (64, true): extremes(values, as: Int64.self, flowconv_int64_range)
        default: extremes(values, as: UInt64.self, flowconv_uint64_range)
        }
    }

    private static func extremes<Value: FixedWidthInteger, Element: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        as type: Element.Type,
        _ loop: (
            CInt, UnsafePointer<Element>?, Int, UnsafeMutablePointer<Element>?, UnsafeMutablePointer<Element>?,
            UnsafeMutablePointer<Element>?
        ) -> Void
    ) -> (least: Value, greatest: Value, zeros: Int) {
        precondition(Value.bitWidth == Element.bitWidth)
        var (least, greatest, zeros) = (Element.max, Element.min, Element(0))
        values.withMemoryRebound(to: Element.self) {
            loop(wide, $0.baseAddress, $0.count, &least, &greatest, &zeros)
        }
        return (Value(truncatingIfNeeded: least), Value(truncatingIfNeeded: greatest), Int(zeros))
    }

    /// Writes the distances of 32-bit or 64-bit values from `base`, cut to 32 bits.
    package static func narrow<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        from base: Value,
        to target: UnsafeMutablePointer<UInt32>
    ) {
        precondition(Value.bitWidth == 64)
        values.withMemoryRebound(to: UInt64.self) {
            flowconv_narrow_64_to_32(wide, $0.baseAddress, $0.count, UInt64(truncatingIfNeeded: base), target)
        }
    }

    /// The same, cut to 16 bits.
    package static func narrow<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        from base: Value,
        to target: UnsafeMutablePointer<UInt16>
    ) {
        guard Value.bitWidth == 64 else {
            precondition(Value.bitWidth == 32)
            return values.withMemoryRebound(to: UInt32.self) {
                flowconv_narrow_32_to_16(wide, $0.baseAddress, $0.count, UInt32(truncatingIfNeeded: base), target)
            }
        }
        values.withMemoryRebound(to: UInt64.self) {
            flowconv_narrow_64_to_16(wide, $0.baseAddress, $0.count, UInt64(truncatingIfNeeded: base), target)
        }
    }

    /// Writes the low bytes of values.
    package static func narrow(_ values: UnsafeBufferPointer<UInt32>, to target: UnsafeMutablePointer<UInt8>) {
        flowconv_narrow_32_to_8(wide, values.baseAddress, values.count, 0, target)
    }

    /// How many of the bytes, each 0 or 1, are 1.
    package static func ones(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var ones = 0
        flowconv_count_ones(wide, bytes.baseAddress, bytes.count, &ones)
        return ones
    }

    /// Packs values of at most 16 bits, lowest bit first; only where the processor is a wide one.
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
        flowconv_pack_narrow_avx512(values, count, CUnsignedInt(width), target)
    }
}
