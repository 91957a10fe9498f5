import Columnar

/// Rows of one record format, column by column: what the parser makes of a block.
///
/// Valid until the parser is asked for the next batch.
public final class ColumnBatch {
    /// The fields of the rows.
    public let format: RecordFormat
    /// One vector a column of the format, all of `count` rows.
    public let columns: [ColumnVector]
    /// Rows.
    public internal(set) var count = 0

    init(format: RecordFormat) {
        self.format = format
        columns = format.columns.map { ColumnVector(type: $0.type) }
    }

    /// Bytes that the dictionaries of the text columns hold on to.
    public var dictionaryFootprint: Int {
        columns.reduce(0) { $0 + ($1.dictionary?.memoryFootprint ?? 0) }
    }

    /// Forgets the rows and keeps memory and dictionaries.
    func removeRows() {
        count = 0
        for column in columns { column.removeAll() }
    }

    /// Forgets rows and dictionaries: ids given so far mean nothing any more.
    public func removeDictionaries() {
        removeRows()
        for column in columns { column.dictionary?.removeAll() }
    }
}
