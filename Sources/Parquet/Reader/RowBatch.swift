import Columnar

/// Some rows of a file, column by column.
public struct RowBatch {
    /// One vector for each column that was asked for, all of ``rowCount`` rows.
    ///
    /// Ids of text belong to the vector's own dictionary, which the reader goes on filling.
    public let columns: [ColumnVector]
    /// Rows.
    public let rowCount: Int
}
