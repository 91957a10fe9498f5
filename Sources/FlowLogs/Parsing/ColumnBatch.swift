import Columnar

/// Rows of one record format, column by column: what the parser makes of a block.
///
/// Valid until the parser is asked for the next batch.
public final class ColumnBatch {
    /// The fields of the rows.
    public let format: RecordFormat
    /// One vector a column of the format; the batch is the last of their rows.
    public private(set) var columns: [ColumnVector]
    /// Where the rows are in the columns: from 0 on, unless they are somebody else's.
    public private(set) var rows = 0..<0
    /// Rows.
    public var count: Int { rows.count }

    /// Whose columns the next rows are appended to, asked before each batch; where there is nobody, the batch has its own.
    ///
    /// Such columns have the types and dictionaries of ``columns``. Rows are parsed where they stay, instead of being
    /// copied there. Rows that the parser does not hand out are taken back before it returns.
    public var destination: (() -> [ColumnVector]?)?
    private let ownColumns: [ColumnVector]
    /// Whether rows are always parsed into own columns, for parsers that look at them again.
    private let staysAtHome: Bool

    /// The number of the first row's line in the object, from 1, where the rows are lines one after the other.
    var firstLine = 1
    /// The numbers of the rows' lines where they are not.
    var lines: [Int] = []

    /// The number of a row's line in the object, from 1; in an envelope, of its event.
    public func line(ofRow row: Int) -> Int { lines.isEmpty ? firstLine + row : lines[row] }

    /// For each column the one before it whose tokens it usually repeats, and whose dictionary it shares.
    let counterparts: [Int?]

    init(format: RecordFormat, staysAtHome: Bool = false) {
        self.format = format
        self.staysAtHome = staysAtHome
        // Both ends of a flow are addresses of the same population: one dictionary for all of them is half as large, and
        // what one column looked up is warm for the next.
        let addresses = ByteArrayDictionary()
        ownColumns = format.columns.map { column in
            ColumnVector(type: column.type, dictionary: column.isAddress ? addresses : nil)
        }
        columns = ownColumns
        counterparts = format.counterparts
        blockKernel = BlockKernel(columns: ownColumns, counterparts: counterparts)
        dictionaries =
            ownColumns.filter { $0.dictionary !== addresses }.compactMap(\.dictionary)
            + (format.columns.contains { $0.isAddress } ? [addresses] : [])
    }

    /// No rows, of the same format and with the same dictionaries.
    init(sharingDictionariesOf other: ColumnBatch) {
        format = other.format
        staysAtHome = other.staysAtHome
        ownColumns = other.columns.map { ColumnVector(type: $0.type, dictionary: $0.dictionary) }
        columns = ownColumns
        counterparts = other.counterparts
        blockKernel = BlockKernel(columns: ownColumns, counterparts: counterparts)
        dictionaries = other.dictionaries
    }

    /// Appends some rows of a batch with the same dictionaries; neither has another destination.
    func append(_ others: Range<Int>, of other: ColumnBatch) {
        for (column, source) in zip(columns, other.columns) { column.append(others, of: source) }
        rows = 0..<rows.count + others.count
    }

    /// Whether the rows are in somebody else's columns.
    public var isAtDestination: Bool { columns.first !== ownColumns.first }

    /// Leaves the rows to those whose columns they are in.
    public func handOver() {
        columns = ownColumns
        rows = 0..<0
    }

    /// The dictionaries of the text columns, each once.
    private let dictionaries: [ByteArrayDictionary]

    /// Bytes that the dictionaries of the text columns hold on to.
    public var dictionaryFootprint: Int { dictionaries.reduce(0) { $0 + $1.memoryFootprint } }

    /// What parses most columns together where the processor can.
    let blockKernel: BlockKernel?
    /// Room for a list of rows that is used again for every column.
    var nullRows: [UInt32] = []

    /// Forgets the rows and keeps memory and dictionaries.
    func removeRows() {
        if isAtDestination {
            for column in columns { column.removeLast(rows.count) }
            columns = ownColumns
        }
        for column in ownColumns { column.removeAll() }
        rows = 0..<0
    }

    /// Forgets the rows, and makes so many new ones that the caller appends to ``columns``.
    func replaceRows(by count: Int) {
        removeRows()
        if !staysAtHome, let others = destination?() { columns = others }
        let first = columns.first?.count ?? 0
        rows = first..<first + count
    }

    /// Forgets rows and dictionaries: ids given so far mean nothing any more.
    public func removeDictionaries() {
        removeRows()
        for dictionary in dictionaries { dictionary.removeAll() }
    }
}
