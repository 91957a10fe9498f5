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

    /// The number of the first row's line in the object, from 1, where the rows are lines one after the other.
    var firstLine = 1
    /// The numbers of the rows' lines where they are not.
    var lines: [Int] = []

    /// The number of a row's line in the object, from 1; in an envelope, of its event.
    public func line(ofRow row: Int) -> Int { lines.isEmpty ? firstLine + row : lines[row] }

    init(format: RecordFormat) {
        self.format = format
        // Both ends of a flow are addresses of the same population: one dictionary for all of them is half as large, and
        // what one column looked up is warm for the next.
        let addresses = ByteArrayDictionary()
        columns = format.columns.map { column in
            ColumnVector(type: column.type, dictionary: column.isAddress ? addresses : nil)
        }
        dictionaries =
            columns.filter { $0.dictionary !== addresses }.compactMap(\.dictionary)
            + (format.columns.contains { $0.isAddress } ? [addresses] : [])
    }

    /// No rows, of the same format and with the same dictionaries.
    init(sharingDictionariesOf other: ColumnBatch) {
        format = other.format
        columns = other.columns.map { ColumnVector(type: $0.type, dictionary: $0.dictionary) }
        dictionaries = other.dictionaries
    }

    /// Appends some rows of a batch with the same dictionaries.
    func append(_ rows: Range<Int>, of other: ColumnBatch) {
        for (column, source) in zip(columns, other.columns) { column.append(rows, of: source) }
        count += rows.count
    }

    /// The dictionaries of the text columns, each once.
    private let dictionaries: [ByteArrayDictionary]

    /// Bytes that the dictionaries of the text columns hold on to.
    public var dictionaryFootprint: Int { dictionaries.reduce(0) { $0 + $1.memoryFootprint } }

    /// Room for lists of rows that is used again for every column.
    var nullRows: [Int] = []
    let rowScratch = ScratchBuffer<UInt32>()

    /// Forgets the rows and keeps memory and dictionaries.
    func removeRows() {
        count = 0
        for column in columns { column.removeAll() }
    }

    /// Forgets rows and dictionaries: ids given so far mean nothing any more.
    public func removeDictionaries() {
        removeRows()
        for dictionary in dictionaries { dictionary.removeAll() }
    }
}
