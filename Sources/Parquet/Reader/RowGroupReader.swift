import Columnar

/// Reads the rows of a row group in batches, skipping what a predicate rules out.
///
/// In this order: statistics, bloom filters, the page index; then the predicate's own columns are decoded, and of the
/// other columns only pages with rows that hold.
public final class RowGroupReader {
    /// The most rows of a batch.
    public static let batchRowLimit = 1 << 14
    /// About the most bytes of values in a batch.
    private static let batchSizeLimit = 32 << 20

    private let file: ParquetFileReader
    private let group: Int
    private let columns: [Int]
    private let filters: [RowFilter]
    private let rowCount: Int
    /// Columns that are read: the predicate's and those asked for.
    private var readers: [Int: ColumnChunkReader] = [:]
    /// Rows still to be looked at; `nil` before the first batch.
    private var candidates: RowRanges?
    private var batchRows = batchRowLimit

    init(file: ParquetFileReader, group: Int, columns: [Int], terms: [BoundTerm]) throws(ParquetError) {
        self.file = file
        self.group = group
        self.columns = columns
        filters = terms.map { RowFilter($0) }
        rowCount = Int(file.metaData.rowGroups[group].numRows)
        for column in columns {
            if let refusal = file.columns[column].refusal { throw refusal }
        }
    }

    /// The next rows, or `nil` where there are no more.
    ///
    /// A batch is never empty.
    ///
    /// - Throws: ``ParquetError`` naming the column that is damaged, or what the source says.
    public func next() async throws -> RowBatch? {
        if candidates == nil {
            candidates = try await findCandidates()
            if candidates?.isEmpty == false { try await open() }
        }
        while let rows = candidates?.removeFirst(batchRows), !rows.isEmpty {
            guard !filters.isEmpty else { return try await read(rows, known: [:]) }
            var known: [Int: ColumnVector] = [:]
            var selection: [UInt32]?
            for filter in filters {
                let column = filter.term.column
                if known[column] == nil { known[column] = try await vector(column, rows) }
                guard let vector = known[column] else { continue }
                selection = filter.rows(vector, among: selection)
            }
            guard let selection, !selection.isEmpty else { continue }
            if selection.count == rows.rowCount { return try await read(rows, known: known) }
            return try await read(rows.selecting(selection), known: known.mapValues { Self.gather(selection, $0) })
        }
        return nil
    }

    /// One vector a column asked for; those in `known` are read already.
    private func read(_ rows: RowRanges, known: [Int: ColumnVector]) async throws -> RowBatch {
        var vectors = known
        for column in columns where vectors[column] == nil { vectors[column] = try await vector(column, rows) }
        return RowBatch(columns: columns.compactMap { vectors[$0] }, rowCount: rows.rowCount)
    }

    private static func gather(_ rows: [UInt32], _ vector: ColumnVector) -> ColumnVector {
        let result = ColumnVector(type: vector.type, dictionary: vector.dictionary, capacity: rows.count)
        // Unsafe: the vector takes the list of rows, which the filter made from its own, as a buffer.
        rows.withUnsafeBufferPointer { result.append(rows: $0, of: vector) }
        return result
    }

    private func vector(_ column: Int, _ rows: RowRanges) async throws -> ColumnVector {
        guard let reader = readers[column] else { throw ParquetError(.schemaMismatch, "column \(column) is not open") }
        return try await naming(column) {
            let vector = try reader.makeVector(capacity: rows.rowCount)
            for range in rows.ranges { try await reader.read(range, into: vector) }
            return vector
        }
    }

    /// Puts the column's name into what the decoders say.
    private func naming<Result>(_ column: Int, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as ParquetError {
            let name = file.columns[column].name
            if error.description.contains("column \(name)") { throw error }
            throw ParquetError(error.code, "column \(name), row group \(group): \(error.description)")
        }
    }

    // MARK: Setting up

    /// The rows that statistics, bloom filters and the page index do not rule out.
    private func findCandidates() async throws -> RowRanges {
        let all = RowRanges(0..<rowCount)
        for filter in filters {
            let column = file.columns[filter.term.column]
            let metaData = try file.chunk(group: group, column: filter.term.column).metaData
            if !ValueRange(column, metaData).mayHold(filter.term) { return RowRanges() }
        }
        let probe = BloomFilterProbe(file.source)
        for filter in filters {
            let column = file.columns[filter.term.column]
            let metaData = try file.chunk(group: group, column: filter.term.column).metaData
            if try await !probe.mayHold(filter.term, column, metaData) { return RowRanges() }
        }
        var rows = all
        for filter in filters {
            let place = filter.term.column
            guard let columnIndex = try await file.columnIndex(group: group, column: place),
                let offsetIndex = try await file.offsetIndex(group: group, column: place)
            else { continue }
            let pages = try PageFilter.rows(
                filter.term,
                file.columns[place],
                columnIndex,
                offsetIndex,
                rowCount: rowCount
            )
            rows = rows.intersection(pages)
            if rows.isEmpty { break }
        }
        return rows
    }

    private func open() async throws {
        var bytes: Int64 = 0
        for column in Set(columns + filters.map(\.term.column)).sorted() {
            let metaData = try file.chunk(group: group, column: column).metaData
            // Without a predicate all pages are wanted, and the index of where they are would be read for nothing.
            let offsetIndex = filters.isEmpty ? nil : try await file.offsetIndex(group: group, column: column)
            if let offsetIndex { _ = try PageFilter.pageRows(offsetIndex, rowCount: rowCount) }
            readers[column] = try await naming(column) {
                try ColumnChunkReader(
                    source: file.source,
                    column: file.columns[column],
                    metaData: metaData,
                    rowCount: rowCount,
                    offsetIndex: offsetIndex
                )
            }
            bytes = bytes.addingReportingOverflow(max(metaData.totalUncompressedSize, 0)).partialValue
        }
        // Rows of long text make small batches.
        let rowSize = max(Int(clamping: bytes) / max(rowCount, 1), 1)
        batchRows = max(min(Self.batchRowLimit, Self.batchSizeLimit / rowSize), 1)
    }
}
