/// The smallest and largest value of a page or chunk, as the bytes that statistics and page index hold.
struct ValueBounds: Sendable, Equatable {
    /// The lower bound; `nil` where there is none to be had.
    var min: [UInt8]?
    /// The upper bound; `nil` where there is none to be had.
    var max: [UInt8]?
    var isMinExact = true
    var isMaxExact = true

    /// Bounds of fixed-width values.
    init<Value: FixedWidthInteger>(_ min: Value, _ max: Value) {
        self.min = Self.littleEndian(min)
        self.max = Self.littleEndian(max)
    }

    /// Bounds of text.
    init(_ min: ArraySlice<UInt8>, _ max: ArraySlice<UInt8>, limit: Int) {
        (self.min, isMinExact) = ByteArrayBounds.lower(min, limit: limit)
        (self.max, isMaxExact) = ByteArrayBounds.upper(max, limit: limit)
    }

    /// Bounds of doubles: none where a NaN is among them; zeros are widened to both signs (parquet.thrift, `TypeDefinedOrder`).
    init?(_ min: Double, _ max: Double, hasNaN: Bool) {
        guard !hasNaN, min <= max else { return nil }
        self.min = Self.littleEndian((min == 0 ? -0.0 : min).bitPattern)
        self.max = Self.littleEndian((max == 0 ? 0.0 : max).bitPattern)
    }

    private static func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        (0..<(Value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> Value(8 * $0)) }
    }
}
