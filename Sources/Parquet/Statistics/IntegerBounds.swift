/// The range of fixed-width values, NULLs left out.
enum IntegerBounds {
    /// The range of some rows, or `nil` where all are NULL.
    @inline(__always)
    static func range<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        _ validity: UnsafeBufferPointer<UInt8>?,
        _ rows: Range<Int>
    ) -> ClosedRange<Value>? {
        var least = Value.max
        var greatest = Value.min
        if let validity {
            for row in rows where validity[row] != 0 {
                least = min(least, values[row])
                greatest = max(greatest, values[row])
            }
        } else {
            for row in rows {
                least = min(least, values[row])
                greatest = max(greatest, values[row])
            }
        }
        return least <= greatest ? least...greatest : nil
    }

    /// The bounds of some rows as statistics hold them.
    static func bounds<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        _ validity: UnsafeBufferPointer<UInt8>?,
        _ rows: Range<Int>
    ) -> ValueBounds? {
        range(values, validity, rows).map { ValueBounds($0.lowerBound, $0.upperBound) }
    }
}
