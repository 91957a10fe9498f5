/// The part of Java's `DateTimeFormatter` patterns that partition keys use: digits of fixed width and literal text.
///
///     pattern = *( digits / literal / quoted )
///     digits  = 4"y" / 4"u" / 2"M" / 2"d" / 2"H" / 2"m" / 2"s"
///     literal = any character but letters, quotes and the reserved [ ] { } #
///     quoted  = "'" text "'"
struct DatePattern {
    private enum Element {
        case digits(Unit, count: Int)
        case literal(Character)
    }

    /// What a run of digits counts, from the most to the least significant.
    enum Unit: Int, Comparable {
        case years
        case months
        case days
        case hours
        case minutes
        case seconds

        static func < (lhs: Unit, rhs: Unit) -> Bool { lhs.rawValue < rhs.rawValue }

        /// The name of the matching Java `ChronoUnit`.
        var name: String { String(describing: self).uppercased() }

        fileprivate init?(letters: Substring) {
            switch letters {
            case "yyyy", "uuuu": self = .years
            case "MM": self = .months
            case "dd": self = .days
            case "HH": self = .hours
            case "mm": self = .minutes
            case "ss": self = .seconds
            default: return nil
            }
        }
    }

    private let elements: [Element]
    /// The smallest unit in the pattern: values follow each other at this distance.
    let finestUnit: Unit

    /// Reads a pattern; `nil` when it uses more of Java's language than this, or when it holds no year.
    init?(_ pattern: String) {
        var elements: [Element] = []
        var units: [Unit] = []
        var rest = pattern[...]
        while let first = rest.first {
            if first == "'" {
                rest.removeFirst()
                guard let end = rest.firstIndex(of: "'") else { return nil }
                elements += rest[..<end].map { .literal($0) }
                rest = rest[end...].dropFirst()
            } else if first.isLetter {
                let run = rest.prefix { $0 == first }
                guard let unit = Unit(letters: run), !units.contains(unit) else { return nil }
                elements.append(.digits(unit, count: run.count))
                units.append(unit)
                rest = rest.dropFirst(run.count)
            } else if "[]{}#".contains(first) {
                return nil
            } else {
                elements.append(.literal(rest.removeFirst()))
            }
        }
        guard units.contains(.years), let finest = units.max() else { return nil }
        self.elements = elements
        finestUnit = finest
    }

    /// The numbers in the value, most significant first; `nil` when the value does not follow the pattern.
    func sortKey(of value: String) -> [Int]? {
        var key = [Int](repeating: 0, count: Unit.seconds.rawValue + 1)
        var rest = value[...]
        for element in elements {
            switch element {
            case .literal(let character):
                guard rest.first == character else { return nil }
                rest.removeFirst()
            case .digits(let unit, let count):
                let digits = rest.prefix(count)
                guard digits.utf8.count == count, let number = decimal(digits) else { return nil }
                key[unit.rawValue] = number
                rest = rest.dropFirst(count)
            }
        }
        return rest.isEmpty ? key : nil
    }

    /// The earliest of the values; `nil` when none follows the pattern.
    func earliest(of values: some Sequence<String>) -> String? {
        values.compactMap { value in sortKey(of: value).map { (key: $0, value: value) } }
            .min { $0.key.lexicographicallyPrecedes($1.key) }?.value
    }
}
