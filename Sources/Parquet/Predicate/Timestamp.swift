import Columnar

/// Times as text: `2025-05-27T05:12:33.000Z`.
public enum Timestamp {
    private static let millisecondsPerDay = 86_400_000

    /// Milliseconds since 1970-01-01T00:00:00Z, or `nil` for what is no time.
    ///
    /// The parts behind the day, the second or the fraction may be missing; a space may stand for the `T`.
    public static func milliseconds(_ text: String) -> Int64? {
        var bytes = Array(text.utf8)[...]
        guard let year = digits(4, &bytes), take("-", &bytes), let month = digits(2, &bytes), take("-", &bytes),
            let day = digits(2, &bytes), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var time = 0
        if take("T", &bytes) || take(" ", &bytes) {
            guard let hour = digits(2, &bytes), hour < 24, take(":", &bytes), let minute = digits(2, &bytes),
                minute < 60
            else { return nil }
            time = (hour * 60 + minute) * 60_000
            if take(":", &bytes) {
                guard let second = digits(2, &bytes), second < 60 else { return nil }
                time += second * 1000
                if take(".", &bytes) {
                    guard let millis = digits(3, &bytes) else { return nil }
                    time += millis
                }
            }
            _ = take("Z", &bytes)
        }
        guard bytes.isEmpty else { return nil }
        return Int64(date.daysSinceEpoch * millisecondsPerDay + time)
    }

    /// Appends a time as text; years outside 0 to 9999 have a sign or more digits.
    public static func append(_ milliseconds: Int64, to text: inout [UInt8]) {
        let millis = Int(milliseconds)
        let day = millis >= 0 ? millis / millisecondsPerDay : (millis + 1) / millisecondsPerDay - 1
        let date = CivilDate(daysSinceEpoch: day)
        // The product may lie just outside the type; the difference never does.
        let time = millis &- day &* millisecondsPerDay
        if date.year < 0 { text.append(UInt8(ascii: "-")) }
        append(Int(date.year.magnitude), 4, &text)
        text.append(UInt8(ascii: "-"))
        append(date.month, 2, &text)
        text.append(UInt8(ascii: "-"))
        append(date.day, 2, &text)
        text.append(UInt8(ascii: "T"))
        append(time / 3_600_000, 2, &text)
        text.append(UInt8(ascii: ":"))
        append(time / 60_000 % 60, 2, &text)
        text.append(UInt8(ascii: ":"))
        append(time / 1000 % 60, 2, &text)
        text.append(UInt8(ascii: "."))
        append(time % 1000, 3, &text)
        text.append(UInt8(ascii: "Z"))
    }

    private static func append(_ number: Int, _ width: Int, _ text: inout [UInt8]) {
        let digits = String(number).utf8
        for _ in 0..<max(width - digits.count, 0) { text.append(UInt8(ascii: "0")) }
        text.append(contentsOf: digits)
    }

    private static func take(_ character: Unicode.Scalar, _ bytes: inout ArraySlice<UInt8>) -> Bool {
        guard bytes.first == UInt8(ascii: character) else { return false }
        bytes = bytes.dropFirst()
        return true
    }

    private static func digits(_ count: Int, _ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= count else { return nil }
        var value = 0
        for byte in bytes.prefix(count) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        bytes = bytes.dropFirst(count)
        return value
    }
}
