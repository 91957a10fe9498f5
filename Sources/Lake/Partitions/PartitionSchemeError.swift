/// Why a partition scheme cannot be used.
public struct PartitionSchemeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Equatable, Sendable {
        /// A folder of the template has no `=`.
        case notKeyValue(String)
        /// The key has characters that catalogs refuse.
        case invalidKey(String)
        /// The key is there twice.
        case duplicateKey(String)
        /// `%` is not followed by Y, m, d, H or %.
        case unknownTimeCode(String)
        /// `{` has no `}` or nothing before it.
        case unclosedField(String)
        /// There is nothing behind the `=`.
        case emptyValue(String)
        /// The key has the name of a data column.
        case keyIsColumn(String)
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
        case .notKeyValue(let folder):
            "the partition template's folder '\(folder)' is not of the form key=value; "
                + "use hour, day, month, none, aws or a template such as account={account-id}/day=%Y-%m-%d"
        case .invalidKey(let key):
            "the partition key '\(key)' is not usable in Athena; use lower-case letters, digits and underscores"
        case .duplicateKey(let key): "the partition key '\(key)' is there twice; name each key once"
        case .unknownTimeCode(let value):
            "the partition value '\(value)' has an unknown time code; use %Y, %m, %d, %H, or %% for a percent sign"
        case .unclosedField(let value): "the partition value '\(value)' has an unfinished {field}; write {account-id}"
        case .emptyValue: "a partition key has no value; write key={field} or key=%Y"
        case .keyIsColumn(let key):
            "the partition key '\(key)' is also a data column, which Athena and Hive refuse; "
                + "use another name, such as \(key)_p={…} or aws_\(key)={…}"
        }
    }
}
