extension ColumnMetaData {
    /// Where the chunk's pages are in a file of that size.
    ///
    /// - Throws: ``ParquetError`` where they would not be in it.
    func byteRange(fileSize: Int) throws(ParquetError) -> Range<Int> {
        var start = dataPageOffset
        // Some writers give 0 where there is no dictionary page.
        if let dictionaryPageOffset, dictionaryPageOffset > 0 { start = min(start, dictionaryPageOffset) }
        let (end, overflows) = start.addingReportingOverflow(totalCompressedSize)
        guard start >= 4, totalCompressedSize >= 0, !overflows, end <= Int64(fileSize) else {
            throw ParquetError(
                .invalidData,
                "a column chunk of \(totalCompressedSize) bytes at byte \(start) does not fit the file"
            )
        }
        return Int(start)..<Int(end)
    }
}
