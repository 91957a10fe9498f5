import Columnar

/// The timestamp of an event as CloudWatch Logs exports write it: `2025-05-27T05:12:33.000Z`.
final class EventStamp {
    // Unsafe: 24 bytes that are written and copied for every event; freed in deinit.
    let bytes: UnsafeMutablePointer<UInt8>
    private var minute = Int64.min

    init() {
        bytes = .allocate(capacity: TimestampKernel.length)
        bytes.initialize(repeating: UInt8(ascii: "0"), count: TimestampKernel.length)
    }

    deinit { bytes.deallocate() }

    /// Writes milliseconds since 1970; `false` where the year has not four digits.
    func set(_ millis: Int64) -> Bool {
        let (minute, rest) = Self.divide(millis, 60_000)
        if minute != self.minute {
            let (days, minuteOfDay) = Self.divide(minute, 1440)
            let date = CivilDate(daysSinceEpoch: Int(days))
            guard date.year >= 0, date.year <= 9999 else { return false }
            write(date.year, digits: 4, at: 0)
            bytes[4] = UInt8(ascii: "-")
            write(date.month, digits: 2, at: 5)
            bytes[7] = UInt8(ascii: "-")
            write(date.day, digits: 2, at: 8)
            bytes[10] = UInt8(ascii: "T")
            write(Int(minuteOfDay) / 60, digits: 2, at: 11)
            bytes[13] = UInt8(ascii: ":")
            write(Int(minuteOfDay) % 60, digits: 2, at: 14)
            bytes[16] = UInt8(ascii: ":")
            self.minute = minute
        }
        write(Int(rest) / 1000, digits: 2, at: 17)
        bytes[19] = UInt8(ascii: ".")
        write(Int(rest) % 1000, digits: 3, at: 20)
        bytes[23] = UInt8(ascii: "Z")
        return true
    }

    /// What stands at the beginning of a text.
    struct Parsed {
        /// Its length in bytes.
        let length: Int
        /// Whether it names its zone.
        let hasZone: Bool
        /// Milliseconds since 1970.
        let millis: Int64
    }

    /// Reads `YYYY-MM-DDTHH:MM:SS`, or with a space for the `T`, with any fraction and with or without a zone, from the
    /// beginning of `text`; without one it is UTC.
    static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Parsed? {
        guard text.count >= 19, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " "),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let year = number(text, 0..<4), let month = number(text, 5..<7), let day = number(text, 8..<10),
            let hour = number(text, 11..<13), let minute = number(text, 14..<16), let second = number(text, 17..<19),
            hour < 24, minute < 60, second <= 60,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var millis = Int64((date.daysSinceEpoch * 24 + hour) * 60 + minute) * 60_000 + Int64(second) * 1000
        var place = 19
        if place + 1 < text.count, text[place] == UInt8(ascii: "."), isDigit(text[place + 1]) {
            place += 1
            var scale: Int64 = 100
            while place < text.count, isDigit(text[place]) {
                millis += Int64(text[place] &- UInt8(ascii: "0")) * scale
                scale /= 10
                place += 1
            }
        }
        guard place < text.count else { return Parsed(length: place, hasZone: false, millis: millis) }
        switch text[place] {
        case UInt8(ascii: "Z"): return Parsed(length: place + 1, hasZone: true, millis: millis)
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            let hasColon = place + 3 < text.count && text[place + 3] == UInt8(ascii: ":")
            let end = place + (hasColon ? 6 : 5)
            guard end <= text.count, let hours = number(text, place + 1..<place + 3),
                let minutes = number(text, end - 2..<end)
            else { return nil }
            let ahead = Int64(hours * 60 + minutes) * 60_000
            millis += text[place] == UInt8(ascii: "+") ? -ahead : ahead
            return Parsed(length: end, hasZone: true, millis: millis)
        default: return Parsed(length: place, hasZone: false, millis: millis)
        }
    }

    private func write(_ value: Int, digits: Int, at place: Int) {
        var value = value
        for digit in stride(from: place + digits - 1, through: place, by: -1) {
            bytes[digit] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
            value /= 10
        }
    }

    /// Quotient and remainder, the remainder never negative.
    private static func divide(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func number(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            guard isDigit(text[index]) else { return nil }
            value = value * 10 + Int(text[index] &- UInt8(ascii: "0"))
        }
        return value
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }
}
