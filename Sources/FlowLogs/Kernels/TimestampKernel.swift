import Columnar

/// Timestamps of the form `2025-05-27T05:12:33.000Z`, as CloudWatch Logs exports write them before every line.
enum TimestampKernel {
    /// The length of a timestamp in bytes.
    static let length = 24

    /// Parses a column of timestamps into milliseconds since 1970 in UTC.
    ///
    /// `onReject` is called with the row of a token that is none; the row is 0 then.
    static func parse(_ tokens: TokenColumn, into values: UnsafeMutablePointer<Int64>, onReject: (Int) -> Void) {
        // Exports are ordered by time or nearly so: most lines repeat the minute of the line before.
        // Before the first line it is that of 1970-01-01T00:00, spelled as it is in text.
        var minuteLow: UInt64 = 0x2D31_302D_3037_3931
        var minuteHigh: UInt64 = 0x3030_3A30_3054_3130
        var minute: Int64 = 0
        for row in 0..<tokens.count {
            let token = tokens.token(row)
            guard token.count == length, let bytes = token.baseAddress else {
                values[row] = 0
                onReject(row)
                continue
            }
            let low = Memory.load8(bytes)
            let high = Memory.load8(bytes + 8)
            if low != minuteLow || high != minuteHigh {
                guard let start = minuteStart(token) else {
                    values[row] = 0
                    onReject(row)
                    continue
                }
                (minuteLow, minuteHigh, minute) = (low, high, start)
            }
            guard let millis = millisOfMinute(token) else {
                values[row] = 0
                onReject(row)
                continue
            }
            values[row] = minute + millis
        }
    }

    /// The value of one timestamp, or `nil` where the bytes are none.
    static func parse(_ token: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard token.count == length, let start = minuteStart(token), let millis = millisOfMinute(token) else {
            return nil
        }
        return start + millis
    }

    /// `2025-05-27T05:12` in milliseconds since 1970.
    private static func minuteStart(_ token: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard let year = number(token, 0, 4), token[4] == UInt8(ascii: "-"),
            let month = number(token, 5, 2), token[7] == UInt8(ascii: "-"),
            let day = number(token, 8, 2), token[10] == UInt8(ascii: "T"),
            let hour = number(token, 11, 2), token[13] == UInt8(ascii: ":"),
            let minute = number(token, 14, 2),
            hour < 24, minute < 60,
            let days = CivilDate(year: year, month: month, day: day)?.daysSinceEpoch
        else { return nil }
        return Int64((days * 24 + hour) * 60 + minute) * 60_000
    }

    /// `:33.000Z` in milliseconds; a leap second counts as the next minute's first.
    private static func millisOfMinute(_ token: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard token[16] == UInt8(ascii: ":"), let second = number(token, 17, 2), token[19] == UInt8(ascii: "."),
            let millis = number(token, 20, 3), token[23] == UInt8(ascii: "Z"), second <= 60
        else { return nil }
        return Int64(second * 1000 + millis)
    }

    private static func number(_ token: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for index in start..<(start + count) {
            let digit = token[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
