import Columnar

/// A moment in UTC, as partition values spell it.
struct BucketTime {
    private let date: CivilDate
    private let hour: Int

    /// The beginning of the `bucket`-th day or hour after 1970-01-01T00:00:00Z; `granularity` says which, in seconds.
    init(bucket: Int, granularity: Int) {
        // In days from the start: seconds of far-away times do not fit.
        let bucketsPerDay = max(86_400 / granularity, 1)
        let days = bucket / bucketsPerDay - (bucket % bucketsPerDay < 0 ? 1 : 0)
        date = CivilDate(daysSinceEpoch: days)
        hour = (bucket - days * bucketsPerDay) * granularity / 3600
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
