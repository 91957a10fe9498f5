/// The range of fixed-width values, NULLs left out.
enum IntegerBounds {
    /// The range of some rows, or `nil` where all are NULL.
    @inline(__always)
    static func range<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        _ validity: UnsafeBufferPointer<UInt8>?,
        _ rows: Range<Int>
    ) -> ClosedRange<Value>? {
        guard let validity else { return range(UnsafeBufferPointer(rebasing: values[rows])) }
        var least = Value.max
        var greatest = Value.min
        for row in rows where validity[row] != 0 {
            least = min(least, values[row])
            greatest = max(greatest, values[row])
        }
        return least <= greatest ? least...greatest : nil
    }

    /// The range of values, or `nil` where there are none.
    static func range<Value: FixedWidthInteger>(_ values: UnsafeBufferPointer<Value>) -> ClosedRange<Value>? {
        var least = Value.max
        var greatest = Value.min
        for index in 0..<values.count {
            least = min(least, values[index])
            greatest = max(greatest, values[index])
        }
        return least <= greatest ? least...greatest : nil
    }

    /// The range of values of which so many are the zeros beside NULLs, or `nil` where there are no others.
    static func range<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        zeroesOfNulls nullCount: Int
    ) -> ClosedRange<Value>? {
        var least = Value.max
        var greatest = Value.min
        var zeros: Value = 0
        for row in 0..<values.count {
            let value = values[row]
            zeros &+= value == 0 ? 1 : 0
            least = min(least, value == 0 ? Value.max : value)
            greatest = max(greatest, value == 0 ? Value.min : value)
        }
        guard zeros > nullCount else { return least <= greatest ? least...greatest : nil }
        return min(least, 0)...max(greatest, 0)
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
