import Columnar

/// A column of the files that a unit writes.
struct WrittenColumn: Hashable {
    /// The name in files and tables.
    let name: String
    /// The name of the field, or that of the column where it is none.
    let fieldName: String
    /// How the values are held and stored.
    let type: ColumnType
}
