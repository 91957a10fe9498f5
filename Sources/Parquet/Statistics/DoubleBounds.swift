/// The range of doubles, NULLs left out; none where a NaN is among them.
enum DoubleBounds {
    /// The bounds of some rows as statistics hold them.
    static func bounds(
        _ values: UnsafeBufferPointer<Double>,
        _ validity: UnsafeBufferPointer<UInt8>?,
        _ rows: Range<Int>
    ) -> ValueBounds? {
        var least = Double.infinity
        var greatest = -Double.infinity
        var hasNaN = false
        for row in rows where validity.map({ $0[row] != 0 }) ?? true {
            hasNaN = hasNaN || values[row].isNaN
            least = min(least, values[row])
            greatest = max(greatest, values[row])
        }
        return ValueBounds(least, greatest, hasNaN: hasNaN)
    }
}
