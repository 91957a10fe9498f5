/// What tells an input from every other, and from itself after a change.
public struct InputIdentity: Sendable, Hashable {
    /// The absolute path, or the key in a bucket; `-` for standard input.
    public let path: String
    /// Size in bytes.
    public let size: Int
    /// When it was changed last, in nanoseconds since 1970; `nil` for what has no such time.
    public let modified: Int64?
    /// A hash of its bytes: the first and last for a file, all of them for standard input; or an ETag.
    public let tag: String

    /// Puts an identity together.
    public init(path: String, size: Int, modified: Int64?, tag: String) {
        self.path = path
        self.size = size
        self.modified = modified
        self.tag = tag
    }

    /// The name under which the log remembers the input: the path, or the content of what has none.
    public var name: String { path == "-" ? "- \(size) \(tag)" : path }

    /// What names of files are made from: the time of the last change is left out, since a copy of a folder of logs
    /// should not make other files.
    public var text: String { path == "-" ? "stdin \(tag)" : "\(path) \(size) \(tag)" }
}
