import Columnar

/// A moment in UTC, as partition values spell it.
struct BucketTime {
    private let date: CivilDate
    private let hour: Int

    /// The moment that many seconds after 1970-01-01T00:00:00Z.
    init(seconds: Int) {
        let days = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
        date = CivilDate(daysSinceEpoch: days)
        hour = (seconds - days * 86_400) / 3600
    }

    /// The digits of one part of the time.
    func text(of piece: PartitionValuePiece) -> String {
        switch piece {
        case .year: Self.padded(date.year, 4)
        case .month: Self.padded(date.month, 2)
        case .day: Self.padded(date.day, 2)
        case .hour: Self.padded(hour, 2)
        case .literal, .field: ""
        }
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(width - digits.count, 0))
        return (number < 0 ? "-" : "") + zeros + digits
    }
}
