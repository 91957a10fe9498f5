import Columnar

/// Decimal numbers in double precision: `[+-]?` digits, perhaps a point and digits, perhaps an exponent.
enum DecimalKernel {
    /// Appends a column of tokens to `vector`; `-` is NULL, and `onReject` is called with the row of what is no number.
    static func parse(_ tokens: TokenColumn, into vector: ColumnVector, onReject: (Int) -> Void) {
        var nulls: [Int] = []
        let first = vector.count
        vector.append(rows: tokens.count, as: Double.self) { values in
            for row in 0..<tokens.count {
                let token = tokens.token(row)
                if let value = value(token) {
                    values[row] = value
                    continue
                }
                values[row] = 0
                if token.count == 1, token[0] == UInt8(ascii: "-") { nulls.append(row) } else { onReject(row) }
            }
        }
        vector.markNull(nulls, from: first)
    }

    /// The number that the bytes write, to the nearest double, or `nil` where they write none.
    static func value(_ token: UnsafeBufferPointer<UInt8>) -> Double? {
        var mantissa: UInt64 = 0
        var digits = 0
        var fraction = 0
        var isBehindPoint = false
        var rest = token[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        for byte in rest {
            if byte == UInt8(ascii: "."), !isBehindPoint {
                isBehindPoint = true
                continue
            }
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9, digits < 15 else { return slowValue(token) }
            mantissa = mantissa * 10 + UInt64(digit)
            digits += 1
            if isBehindPoint { fraction += 1 }
        }
        guard digits > 0 else { return nil }
        // Both numbers are exact, so that their quotient is the nearest double.
        let value = Double(mantissa) / powersOfTen[fraction]
        return isNegative ? -value : value
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    /// Many digits, or an exponent.
    private static func slowValue(_ token: UnsafeBufferPointer<UInt8>) -> Double? {
        let isPlain = token.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
        // Neither names of values that are no numbers nor hexadecimal digits.
        guard isPlain, let value = Double(String(decoding: token, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }
}
