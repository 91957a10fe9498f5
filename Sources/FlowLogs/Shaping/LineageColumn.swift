import Columnar

/// A column that tells where a record came from.
public enum LineageColumn: String, Sendable, Hashable, CaseIterable {
    /// The object's name.
    case object = "source_object"
    /// The number of the record's line in the object, from 1; in an envelope, of its event.
    case line = "source_line"

    /// How the values are held and stored.
    var type: ColumnType { self == .object ? .string : .int64 }

    /// What the column means, in a few words.
    public var meaning: String {
        switch self {
        case .object: "Object that the record came from"
        case .line: "Number of the line or event in the object"
        }
    }
}
