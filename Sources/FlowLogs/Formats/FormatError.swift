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
        /// The object is something else; what, and what to do.
        case foreign(String)
        /// The lines have as many tokens as the format that was given has fields, and they are no values of them.
        case misfit(Misfit)
        /// None of the first lines has as many tokens as the format that was given has fields.
        case wrongWidth(expected: Int, found: Int, firstLine: String)
    }

    /// The first line that a format does not fit.
    public struct Misfit: Equatable, Sendable {
        /// Its number among the lines that were looked at, from 1.
        public let line: Int
        /// The first field that does not fit.
        public let field: String
        /// What stands there.
        public let token: String
        /// The line's beginning.
        public let text: String
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
        case .duplicateField(let name):
            "the header line or the format that was given names the field '\(name)' twice; name each field once"
        case .invalidFieldName(let name):
            "'\(name)' is no field name; write the format as '${version} ${account-id} …'"
        case .foreign(let advice): advice
        case .misfit(let misfit):
            "the record format does not fit: line \(misfit.line) from here has '\(misfit.token)' where \(misfit.field) is "
                + "expected; give the format that the flow log was created with (the line is '\(misfit.text)')"
        case .wrongWidth(let expected, let found, let line):
            "the record format does not fit: it has \(expected) fields, and the lines have \(found) tokens; give the format "
                + "that the flow log was created with (the first line begins '\(line)')"
        case .undecided(let line):
            "cannot tell the fields: there is no header line and the lines are not of the default 14-field format; "
                + "pass --log-format '${version} ${account-id} …' (the first line begins '\(line)')"
        }
    }
}
