/// How to describe a table's partitions to Athena by rules instead of a list.
///
/// With projection Athena computes the partitions of a query, so that none has to be registered. The rules come from
/// the partitions that exist:
///
/// - `year`, `month`, `day` and `hour` are integers; the year goes from the first to the last one seen.
/// - dates go from the first one seen to now.
/// - other text is an enumeration of the values seen, or `injected` when there are many.
public struct PartitionProjection: Sendable, Hashable {
    /// The years that are assumed for a table without partitions; flow logs exist since 2015.
    public static let yearsWithoutData = 2015...2035

    /// The number of values up to which a text key is an enumeration.
    public let enumerationLimit: Int
    /// The year up to which data is expected; `nil` for the last year seen.
    public let lastYear: Int?

    /// Creates the rules.
    public init(enumerationLimit: Int = 100, lastYear: Int? = nil) {
        self.enumerationLimit = enumerationLimit
        self.lastYear = lastYear
    }

    /// Applies the rules to a table.
    public func plan(for table: TableDefinition) -> ProjectionPlan {
        if table.partitionColumns.isEmpty { return ProjectionPlan(properties: [], notes: []) }
        var builder = Builder(rules: self, table: table)
        builder.addKeys()
        return ProjectionPlan(properties: builder.properties, notes: builder.notes)
    }
}

extension PartitionProjection {
    private struct Builder {
        let rules: PartitionProjection
        let table: TableDefinition
        var properties: [TableProperty] = [TableProperty("projection.enabled", "true")]
        var notes: [String] = []
        private let reachable: [TablePartition]

        init(rules: PartitionProjection, table: TableDefinition) {
            self.rules = rules
            self.table = table
            reachable = table.partitions.filter { Self.isReachable($0, in: table) }
            noteUnreachable()
        }

        /// Whether the rules generate both the partition's values and, through the location template, its path.
        ///
        /// The template takes values as they are, so a path with escaped characters is out of reach.
        private static func isReachable(_ partition: TablePartition, in table: TableDefinition) -> Bool {
            let pairs = zip(table.partitionColumns, partition.values)
            return partition.values.count == table.partitionColumns.count
                && pairs.allSatisfy { $0.kind.admits($1) }
                && partition.path == pairs.map { "\($0.name)=\($1)" }.joined(separator: "/")
        }

        private mutating func noteUnreachable() {
            for (index, key) in table.partitionColumns.enumerated() {
                let paths = table.partitions.filter { $0.hasDefaultValue(at: index) }.map(\.path)
                if paths.isEmpty { continue }
                notes.append(
                    "\(TablePartition.defaultValue) of \(key.name) cannot be projected: Athena does not see "
                        + Self.list(paths)
                )
            }
            let seen = Set(reachable)
            let others = table.partitions.filter { !$0.hasDefaultValue && !seen.contains($0) }.map(\.path)
            if others.isEmpty { return }
            notes.append("Projection does not generate these paths: Athena does not see \(Self.list(others))")
        }

        private static func list(_ paths: [String]) -> String {
            let shown = paths.prefix(3).joined(separator: ", ")
            return paths.count > 3 ? "\(shown) and \(paths.count - 3) more" : shown
        }

        mutating func addKeys() {
            for (index, key) in table.partitionColumns.enumerated() {
                let values = Set(reachable.map { $0.values[index] }).sorted()
                switch key.kind {
                case .year: addYears(key.name, values.compactMap { decimal($0) })
                case .month, .day, .hour: addInteger(key)
                case .date(let format): addDates(key.name, format: format, values)
                case .text: addText(key.name, values)
                case .constant(let value): addText(key.name, [value], isClosed: true)
                }
            }
            let folders = table.partitionColumns.map { "\($0.name)=${\($0.name)}/" }
            properties.append(
                TableProperty("storage.location.template", table.locationOrPlaceholder + folders.joined())
            )
        }

        private mutating func add(_ name: String, _ property: String, _ value: String) {
            properties.append(TableProperty("projection.\(name).\(property)", value))
        }

        private mutating func addYears(_ name: String, _ years: [Int]) {
            let unseen = PartitionProjection.yearsWithoutData
            let first = years.min() ?? unseen.lowerBound
            let last = max(first, years.max() ?? 0, rules.lastYear ?? (years.isEmpty ? unseen.upperBound : 0))
            add(name, "type", "integer")
            add(name, "range", "\(padded(first)),\(padded(last))")
            add(name, "digits", "4")
            notes.append("projection.\(name).range ends with \(last): widen it before there is data of other years")
        }

        private func padded(_ year: Int) -> String {
            let digits = String(year)
            return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        }

        private mutating func addInteger(_ key: PartitionColumn) {
            guard let digits = key.kind.digits else { return }
            add(key.name, "type", "integer")
            add(key.name, "range", "\(digits.range.lowerBound),\(digits.range.upperBound)")
            add(key.name, "digits", "\(digits.count)")
        }

        private mutating func addDates(_ name: String, format: String, _ values: [String]) {
            guard let pattern = DatePattern(format) else { return addInjected(name) }
            add(name, "type", "date")
            add(name, "format", format)
            add(name, "range", (pattern.earliest(of: values) ?? "NOW-10YEARS") + ",NOW")
            // Whole days and months are the only steps that Athena assumes by itself.
            if pattern.finestUnit != .days && pattern.finestUnit != .months {
                add(name, "interval", "1")
                add(name, "interval.unit", pattern.finestUnit.name)
            }
        }

        private mutating func addText(_ name: String, _ values: [String], isClosed: Bool = false) {
            // A comma separates the values of an enumeration and cannot be escaped.
            if values.isEmpty || values.count > rules.enumerationLimit || values.contains(where: { $0.contains(",") }) {
                return addInjected(name)
            }
            add(name, "type", "enum")
            add(name, "values", values.joined(separator: ","))
            if !isClosed { notes.append("projection.\(name).values lists the values seen: add new ones to it") }
        }

        private mutating func addInjected(_ name: String) {
            add(name, "type", "injected")
            notes.append("Every query must give \(name) in its WHERE clause, with = or IN")
        }
    }
}
