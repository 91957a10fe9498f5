/// Why a string cannot name an object.
public struct ObjectKeyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The rules that a key can break.
    public enum Reason: Sendable, Hashable {
        /// It has no characters.
        case empty
        /// It begins or ends with a slash or has two in a row.
        case emptyComponent
        /// A component is `.` or `..`.
        case dotComponent
        /// It contains the character NUL.
        case nul
    }

    /// The string that was refused.
    public let key: String
    /// The first rule that it breaks.
    public let reason: Reason

    /// Describes a refusal.
    public init(key: String, reason: Reason) {
        self.key = key
        self.reason = reason
    }

    /// One line that names the key and what is wrong with it.
    public var description: String {
        switch reason {
        case .empty: "an object key cannot be empty"
        case .emptyComponent: "\"\(key)\" is not an object key: it begins or ends with a slash or has two in a row"
        case .dotComponent: "\"\(key)\" is not an object key: . and .. are not allowed in it"
        case .nul: "an object key cannot contain NUL"
        }
    }
}
