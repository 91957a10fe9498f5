/// What became of the lines of an input; every line is counted once.
public struct LineCounts: Sendable, Equatable {
    /// Lines that became rows.
    public var rows = 0
    /// Header lines.
    public var headers = 0
    /// Lines that were rejected.
    public var rejected = 0
    /// Lines without a token.
    public var blank = 0
    /// Lines that were read.
    public var total = 0

    /// No lines.
    public init() {}

    /// Whether each line that was read is accounted for.
    public var isBalanced: Bool { total == rows + headers + rejected + blank }

    /// Adds the counts of another input.
    public static func += (left: inout LineCounts, right: LineCounts) {
        left.rows += right.rows
        left.headers += right.headers
        left.rejected += right.rejected
        left.blank += right.blank
        left.total += right.total
    }
}
