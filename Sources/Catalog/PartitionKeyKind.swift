/// What the values of a partition key look like; partition projection is derived from it.
public enum PartitionKeyKind: Sendable, Hashable {
    /// Four digits, such as `2024`.
    case year
    /// Two digits, `01` to `12`.
    case month
    /// Two digits, `01` to `31`.
    case day
    /// Two digits, `00` to `23`.
    case hour
    /// A date or a time in UTC, written with a Java `DateTimeFormatter` pattern such as `yyyy-MM-dd`.
    case date(format: String)
    /// Any text, such as an account or a region.
    case text
    /// The same text in every partition, such as `vpcflowlogs`.
    case constant(String)
}

extension PartitionKeyKind {
    /// The digits and the limits of a kind that is projected as an integer; `nil` for the others.
    var digits: (count: Int, range: ClosedRange<Int>)? {
        switch self {
        case .year: (4, 0...9_999)
        case .month: (2, 1...12)
        case .day: (2, 1...31)
        case .hour: (2, 0...23)
        case .date, .text, .constant: nil
        }
    }

    /// Whether projection can generate, or be given, this value.
    func admits(_ value: String) -> Bool {
        if value.isEmpty || value == TablePartition.defaultValue { return false }
        switch self {
        case .year, .month, .day, .hour:
            guard let digits, value.utf8.count == digits.count, let number = decimal(value) else { return false }
            return digits.range.contains(number)
        case .date(let format):
            // A pattern that is not understood is projected as injected, which takes any value.
            guard let pattern = DatePattern(format) else { return true }
            return pattern.sortKey(of: value) != nil
        case .text:
            return true
        case .constant(let constant):
            return value == constant
        }
    }
}

/// The number written in ASCII digits, without the sign that `Int.init` would accept.
func decimal(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
}
