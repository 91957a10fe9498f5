/// Which columns are written for a record format, beyond one for each of its fields.
public struct ColumnOptions: Sendable, Hashable {
    /// All fields up to this version are columns; those that a format lacks are NULL.
    public var padToVersion: Int?
    /// Only these columns, in this order, by the names of fields or of columns; all of them by default.
    public var selection: [String]?
    /// Whether `start` and `end` are timestamps instead of seconds.
    public var hasTimestamps = false
    /// Columns that are worked out from others.
    public var derived: [DerivedColumn] = []
    /// Columns that tell where a record came from.
    public var lineage: [LineageColumn] = []
    /// Whether the values of tags are written as they were before AWS percent-encoded them.
    public var decodesTags = false

    /// A column for each field of the format, and no other.
    public init() {}

    /// Adds the derived column or the column of lineage that has that name; `false` where none has.
    public mutating func derive(_ name: String) -> Bool {
        if let column = DerivedColumn(rawValue: name) {
            derived.append(column)
        } else if let column = LineageColumn(rawValue: name) {
            lineage.append(column)
        } else {
            return false
        }
        return true
    }

    /// The versions that ``padToVersion`` may name.
    public static let versions = 2...11

    /// Everything that changes what is written, as text.
    public var fingerprint: String {
        [
            "\(padToVersion ?? 0)", selection?.joined(separator: ",") ?? "", "\(hasTimestamps)",
            derived.map(\.rawValue).joined(separator: ","), lineage.map(\.rawValue).joined(separator: ","),
            "\(decodesTags)",
        ].joined(separator: ";")
    }
}
