/// How rows are written as text.
public enum RowForm: String, Sendable, Hashable, CaseIterable {
    /// Values with a space between, `-` for NULL: the lines that flow logs have.
    case flowlog
    /// RFC 4180 with a header line; NULL is an empty value.
    case csv
    /// One JSON object a row.
    case jsonl
}
