/// Builds the page index of a column chunk from its page records (parquet-format, PageIndex.md).
enum PageIndexBuilder {
    /// Bounds, null counts and order of the pages; `nil` where a page with values has no bounds, since the format then
    /// allows no column index.
    static func columnIndex(_ chunk: EncodedColumnChunk) -> ColumnIndex? {
        var nullPages: [Bool] = []
        var minValues: [[UInt8]] = []
        var maxValues: [[UInt8]] = []
        for page in chunk.pages {
            let isNullPage = page.nullCount == page.rowCount
            nullPages.append(isNullPage)
            if isNullPage {
                minValues.append([])
                maxValues.append([])
            } else {
                guard let min = page.bounds?.min, let max = page.bounds?.max else { return nil }
                minValues.append(min)
                maxValues.append(max)
            }
        }
        return ColumnIndex(
            nullPages: nullPages,
            minValues: minValues,
            maxValues: maxValues,
            boundaryOrder: boundaryOrder(nullPages, minValues, maxValues, chunk.descriptor.physicalType),
            nullCounts: chunk.pages.map { Int64($0.nullCount) }
        )
    }

    /// Where the pages are; `position` is that of the chunk in the file.
    static func offsetIndex(_ chunk: EncodedColumnChunk, position: Int) -> OffsetIndex {
        OffsetIndex(
            pageLocations: chunk.pages.map { page in
                PageLocation(
                    offset: Int64(position + page.offset),
                    compressedPageSize: Int32(clamping: page.compressedPageSize),
                    firstRowIndex: Int64(page.firstRowIndex)
                )
            },
            unencodedByteArrayDataBytes: chunk.descriptor.physicalType == .byteArray
                ? chunk.pages.map { Int64($0.unencodedByteArrayBytes ?? 0) } : nil
        )
    }

    /// Whether both bounds rise or fall from page to page, null pages left out.
    private static func boundaryOrder(
        _ nullPages: [Bool],
        _ minValues: [[UInt8]],
        _ maxValues: [[UInt8]],
        _ type: PhysicalType
    ) -> BoundaryOrder {
        let pages = nullPages.indices.filter { !nullPages[$0] }
        var isAscending = true
        var isDescending = true
        for (page, next) in zip(pages, pages.dropFirst()) {
            let min = StatisticsOrder.compare(minValues[page], minValues[next], type)
            let max = StatisticsOrder.compare(maxValues[page], maxValues[next], type)
            isAscending = isAscending && min <= 0 && max <= 0
            isDescending = isDescending && min >= 0 && max >= 0
        }
        return isAscending ? .ascending : isDescending ? .descending : .unordered
    }
}
