/// Why the fields of a record could not be told.
public struct FormatError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Equatable, Sendable {
        /// The list of fields is empty.
        case noFields
        /// The same field is named twice.
        case duplicateField(String)
        /// The text is no field name.
        case invalidFieldName(String)
        /// No header line, no `--log-format`, and the lines are not of the default format; the first line's beginning.
        case undecided(firstLine: String)
    }

    /// What went wrong.
    public let code: Code

    /// A failure of that kind.
    public init(_ code: Code) {
        self.code = code
    }

    /// One line for the user, with what to do.
    public var description: String {
        switch code {
        case .noFields: "the record format names no field; pass --log-format '${version} ${account-id} …'"
        case .duplicateField(let name): "the record format names the field '\(name)' twice; name each field once"
        case .invalidFieldName(let name):
            "'\(name)' is no field name; write the format as '${version} ${account-id} …'"
        case .undecided(let line):
            "cannot tell the fields: there is no header line and the lines are not of the default 14-field format; "
                + "pass --log-format '${version} ${account-id} …' (the first line begins '\(line)')"
        }
    }
}
