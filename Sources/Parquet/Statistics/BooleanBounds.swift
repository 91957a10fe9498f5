/// The range of truth values, each a byte of 0 or 1, NULLs left out.
enum BooleanBounds {
    /// The bounds of some rows as statistics hold them.
    static func bounds(
        _ values: UnsafeBufferPointer<UInt8>,
        _ validity: UnsafeBufferPointer<UInt8>?,
        _ rows: Range<Int>
    ) -> ValueBounds? {
        var least = UInt8.max
        var greatest = UInt8.min
        for row in rows where validity.map({ $0[row] != 0 }) ?? true {
            least = min(least, values[row])
            greatest = max(greatest, values[row])
        }
        return least <= greatest ? ValueBounds(least, greatest) : nil
    }
}
