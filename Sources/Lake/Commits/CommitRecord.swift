import JSON

/// What one unit of work has done to the lake: an immutable record, written when its files are visible.
///
/// The lake is the sum of its records, in whatever order they are read: the files of all of them but those that some record
/// removes, and the inputs of all of them but those of units that some record replaces.
public struct CommitRecord: Sendable, Hashable {
    /// What the unit did.
    public enum Kind: String, Sendable, Hashable {
        /// It converted inputs.
        case conversion
        /// It merged files.
        case compaction
    }

    /// The unit's id, which is in the names of its files.
    public let unit: String
    /// What the unit did.
    public let kind: Kind
    /// When, in seconds since 1970 by the clock of that machine; for people, never compared.
    public let time: Int
    /// The program and its version.
    public let version: String
    /// The options that change what is written, as text.
    public let options: String
    /// The partition scheme, as its user wrote it.
    public let scheme: String
    /// What decides which rows the inputs become, in a form of the converter's own; `nil` in records of earlier versions,
    /// and in compactions.
    public var rowOptions: JSONValue?
    /// The inputs; none for a compaction.
    public var inputs: [CommittedInput] = []
    /// The files.
    public var files: [CommittedFile] = []
    /// The key of the file with the rejected lines, if there are any.
    public var rejects: String?
    /// The units whose inputs this one has converted anew.
    public var replaces: [String] = []
    /// The keys of files that this unit's files stand in for.
    public var removes: [String] = []

    /// A record of that unit, with nothing in it yet.
    public init(unit: String, kind: Kind, time: Int, version: String, options: String, scheme: String) {
        self.unit = unit
        self.kind = kind
        self.time = time
        self.version = version
        self.options = options
        self.scheme = scheme
    }

    /// Rows of all files.
    public var rows: Int { files.reduce(0) { $0 + $1.rows } }
}
