/// How far a ``Pass`` goes; each stage includes those before it.
public enum Stage: String, CaseIterable, Comparable, Sendable {
    /// Gzip to blocks of whole lines.
    case inflate
    /// The positions of spaces and newlines.
    case index
    /// Tokens to typed columns.
    case parse
    /// Distinct values, pages, statistics and indexes.
    case encode
    /// With zstd.
    case compress

    /// Whether a pass as far as `left` ends before one as far as `right`.
    public static func < (left: Stage, right: Stage) -> Bool { left.place < right.place }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
