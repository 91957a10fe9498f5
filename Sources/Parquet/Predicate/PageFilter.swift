/// Tells from a page index which rows may hold.
enum PageFilter {
    /// The rows of the pages whose bounds let the comparison hold.
    ///
    /// - Throws: ``ParquetError`` where the two halves of the index do not fit each other or the row group.
    static func rows(
        _ term: BoundTerm,
        _ column: FileColumn,
        _ columnIndex: ColumnIndex,
        _ offsetIndex: OffsetIndex,
        rowCount: Int
    ) throws(ParquetError) -> RowRanges {
        let pages = try pageRows(offsetIndex, rowCount: rowCount)
        guard columnIndex.nullPages.count == pages.count, columnIndex.minValues.count == pages.count,
            columnIndex.maxValues.count == pages.count, (columnIndex.nullCounts?.count ?? pages.count) == pages.count
        else { throw ParquetError(.invalidData, "the page index of column \(column.name) contradicts itself") }
        var rows = RowRanges()
        for (page, range) in pages.enumerated() {
            let values = ValueRange(
                column,
                min: columnIndex.minValues[page],
                max: columnIndex.maxValues[page],
                hasNulls: columnIndex.nullPages[page] ? true : columnIndex.nullCounts.map { $0[page] > 0 },
                isAllNull: columnIndex.nullPages[page]
            )
            if values.mayHold(term) { rows.append(range) }
        }
        return rows
    }

    /// The rows of each page.
    ///
    /// - Throws: ``ParquetError`` where pages are not in order.
    static func pageRows(_ index: OffsetIndex, rowCount: Int) throws(ParquetError) -> [Range<Int>] {
        var pages: [Range<Int>] = []
        pages.reserveCapacity(index.pageLocations.count)
        var end = rowCount
        for location in index.pageLocations.reversed() {
            guard location.firstRowIndex >= 0, location.firstRowIndex <= Int64(end), location.offset >= 4,
                location.compressedPageSize >= 0
            else { throw ParquetError(.invalidData, "the pages of an offset index are not in order") }
            pages.append(Int(location.firstRowIndex)..<end)
            end = Int(location.firstRowIndex)
        }
        guard end == 0 else { throw ParquetError(.invalidData, "an offset index does not begin with row 0") }
        return pages.reversed()
    }
}
