import Columnar

/// Some rows of a scan.
public struct ScanBatch {
    /// The values of one column.
    public enum Values {
        /// A column of the file.
        case vector(ColumnVector)
        /// The same text in all rows, from the name of a folder; `nil` for NULL, also where a file lacks the column.
        case constant(String?)
    }

    /// The columns' names.
    public let names: [String]
    /// One a column.
    public let columns: [Values]
    /// Rows.
    public let rowCount: Int
}
