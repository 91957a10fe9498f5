import Columnar

/// Decimal integers, eight digits at a time; ``BlockKernel`` has them eight tokens at a time where the processor can.
///
/// Advice for changers: the loops have one branch that is nearly always taken the same way; everything unusual (NULL, a
/// sign, more than 16 digits, garbage) is in `parseSlowly`, which must not be inlined.
enum IntegerKernel {
    /// Why a token has no value.
    enum Failure {
        case null
        case invalid
        case overflow
    }

    /// Parses the listed rows, which the kernel for eight tokens at a time has left alone.
    @inline(__always)
    static func parse<Value: FixedWidthInteger & BitwiseCopyable>(
        _ tokens: TokenColumn,
        rows: UnsafeBufferPointer<UInt32>,
        into values: UnsafeMutablePointer<Value>,
        onFailure: (Int, Failure) -> Void
    ) {
        for row in rows {
            let row = Int(row)
            let token = tokens.token(row)
            switch parseSlowly(token, as: Value.self) {
            case .success(let value): values[row] = value
            case .failure(let failure):
                values[row] = 0
                onFailure(row, failure)
            }
        }
    }

    /// Parses a column of tokens into `values`, 32 or 64 bits wide, one token at a time; `-` is NULL.
    ///
    /// `onFailure` is called with the row of each token that has no value; the row is 0 then. 16 bytes before the first
    /// token must be readable.
    @inline(__always)
    static func parseOneByOne<Value: FixedWidthInteger & BitwiseCopyable>(
        _ tokens: TokenColumn,
        into values: UnsafeMutablePointer<Value>,
        onFailure: (Int, Failure) -> Void
    ) {
        var ends = tokens.ends
        for row in 0..<tokens.count {
            let start = ends[-1] &+ 1
            let end = Int(ends[0])
            let length = Int(ends[0] &- start)
            ends += tokens.stride
            if length &- 1 < 8, length > 0, let value = eightDigits(tokens.bytes + end, length) {
                values[row] = Value(truncatingIfNeeded: value)
            } else if Value.bitWidth == 64, length > 8, length <= 16,
                let low = eightDigits(tokens.bytes + end, 8),
                let high = eightDigits(tokens.bytes + end - 8, length &- 8)
            {
                values[row] = Value(truncatingIfNeeded: high &* 100_000_000 &+ low)
            } else {
                switch parseSlowly(
                    UnsafeBufferPointer(start: tokens.bytes + end - length, count: length),
                    as: Value.self
                ) {
                case .success(let value): values[row] = value
                case .failure(let failure):
                    values[row] = 0
                    onFailure(row, failure)
                }
            }
        }
    }

    /// The number that the `length` (1 to 8) digits before `end` write, or `nil` where they are not all digits.
    @inline(__always)
    private static func eightDigits(_ end: UnsafePointer<UInt8>, _ length: Int) -> UInt64? {
        // The last eight bytes, the last in the highest place; what stands before the token is shifted out and becomes
        // leading zeros.
        let foreign = UInt64(64 &- 8 &* length)
        var digits = Memory.load8(end - 8) ^ 0x3030_3030_3030_3030
        digits = (digits &>> foreign) &<< foreign
        guard ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0 else { return nil }
        digits = (digits &* 2561) >> 8 & 0x00FF_00FF_00FF_00FF
        digits = (digits &* 6_553_601) >> 16 & 0x0000_FFFF_0000_FFFF
        return (digits &* 42_949_672_960_001) >> 32
    }

    enum Outcome<Value> {
        case success(Value)
        case failure(Failure)
    }

    /// `-?[0-9]+` in the range of `Value`; `-` alone is NULL.
    @inline(never)
    static func parseSlowly<Value: FixedWidthInteger>(
        _ token: UnsafeBufferPointer<UInt8>,
        as type: Value.Type
    ) -> Outcome<Value> {
        let isNegative = token.first == UInt8(ascii: "-")
        let digits = token.dropFirst(isNegative ? 1 : 0)
        guard !digits.isEmpty else { return .failure(isNegative ? .null : .invalid) }
        var value: Value = 0
        var overflows = false
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return .failure(.invalid) }
            let digit = Value(byte &- UInt8(ascii: "0"))
            let (product, productOverflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflows) =
                isNegative
                ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            overflows = overflows || productOverflows || sumOverflows
            value = sum
        }
        return overflows ? .failure(.overflow) : .success(value)
    }
}
