import ThriftCompact

/// Reads a Parquet file of a flat schema: footer, indexes, filters and rows.
///
///     let reader = try await ParquetFileReader(source: source)
///     for group in reader.metaData.rowGroups.indices {
///         let rows = try reader.rows(ofGroup: group, columns: [0, 2])
///         while let batch = try await rows.next() { … }
///     }
public struct ParquetFileReader: Sendable {
    /// Where the bytes come from.
    public let source: any ParquetSource
    /// The footer.
    public let metaData: FileMetaData
    /// The columns, those that cannot be read included.
    public let columns: [FileColumn]

    /// Reads the footer.
    ///
    /// - Throws: ``ParquetError`` where the file is none or contradicts itself, or what the source says.
    public init(source: any ParquetSource) async throws {
        let size = source.byteCount
        let tail = try await source.read(max(size - FileFooter.tailLength, 0)..<max(size, 0))
        let range = try FileFooter.range(tail: tail, fileSize: size)
        try self.init(source: source, metaData: try FileFooter.decode(try await source.read(range)))
    }

    /// A reader of a file whose footer was read before.
    ///
    /// - Throws: ``ParquetError`` where the footer contradicts itself.
    public init(source: any ParquetSource, metaData: FileMetaData) throws(ParquetError) {
        self.source = source
        self.metaData = metaData
        columns = try FileColumn.columns(of: metaData)
        var rows: Int64 = 0
        for group in metaData.rowGroups {
            let (sum, overflows) = rows.addingReportingOverflow(group.numRows)
            guard group.numRows >= 0, !overflows else {
                throw ParquetError(.invalidData, "a row group announces \(group.numRows) rows")
            }
            rows = sum
        }
        guard rows == metaData.numRows else {
            throw ParquetError(.invalidData, "the file announces \(metaData.numRows) rows, its row groups \(rows)")
        }
    }

    /// A column chunk's description.
    ///
    /// - Throws: ``ParquetError`` where the footer has none.
    public func chunk(group: Int, column: Int) throws(ParquetError) -> (chunk: ColumnChunk, metaData: ColumnMetaData) {
        let chunks = metaData.rowGroups[group].columns
        let place = columns[column].chunkIndex
        guard place < chunks.count, let chunk = Optional(chunks[place]), let description = chunk.metaData else {
            throw ParquetError(.invalidData, "row group \(group) has no column \(columns[column].name)")
        }
        guard chunk.filePath == nil else {
            throw ParquetError(
                .unsupportedSchema,
                "column \(columns[column].name) is in another file; that is not read"
            )
        }
        return (chunk, description)
    }

    /// The place of a column.
    public func column(named name: String) -> Int? { columns.firstIndex { $0.name == name } }

    /// The rows of a row group.
    ///
    /// - Parameters:
    ///   - columns: The places of the columns to read.
    ///   - predicate: What rows must hold; all are read without one.
    /// - Throws: ``ParquetError`` where a column cannot be read or the predicate does not fit.
    public func rows(
        ofGroup group: Int,
        columns: [Int],
        where predicate: Predicate? = nil
    ) throws(ParquetError) -> RowGroupReader {
        try RowGroupReader(file: self, group: group, columns: columns, terms: try bind(predicate))
    }

    private func bind(_ predicate: Predicate?) throws(ParquetError) -> [BoundTerm] {
        var terms: [BoundTerm] = []
        for term in predicate?.terms ?? [] {
            guard let place = column(named: term.column) else {
                throw ParquetError(.invalidPredicate, "there is no column \(term.column)")
            }
            terms.append(try BoundTerm(term, columns[place], at: place))
        }
        return terms
    }

    // MARK: Indexes

    /// The bounds of a chunk's pages; `nil` where the writer left them out.
    ///
    /// - Throws: ``ParquetError`` where they are damaged, or what the source says.
    public func columnIndex(group: Int, column: Int) async throws -> ColumnIndex? {
        let chunk = try chunk(group: group, column: column).chunk
        return try await index(chunk.columnIndexOffset, chunk.columnIndexLength)
    }

    /// The places of a chunk's pages; `nil` where the writer left them out.
    ///
    /// - Throws: ``ParquetError`` where they are damaged, or what the source says.
    public func offsetIndex(group: Int, column: Int) async throws -> OffsetIndex? {
        let chunk = try chunk(group: group, column: column).chunk
        return try await index(chunk.offsetIndexOffset, chunk.offsetIndexLength)
    }

    private func index<Index: CompactCodable>(_ offset: Int64?, _ length: Int32?) async throws -> Index? {
        guard let offset, let length else { return nil }
        let size = Int64(source.byteCount)
        guard offset >= 4, length > 0, offset <= size, Int64(length) <= size - offset else {
            throw ParquetError(.invalidData, "an index of \(length) bytes at byte \(offset) does not fit the file")
        }
        var reader = CompactReader(bytes: try await source.read(Int(offset)..<(Int(offset) + Int(length))))
        do throws(ThriftError) {
            return try Index(from: &reader)
        } catch {
            throw ParquetError(.invalidData, "an index cannot be decoded: \(error)")
        }
    }
}
