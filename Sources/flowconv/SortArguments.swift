import ArgumentParser
import Conversion
import Lake
import Parquet

/// The options that decide in which order rows stand in files, and how many make a row group.
struct SortArguments: ParsableArguments {
    /// The order where none is asked for: rows of one address side by side make files smaller and let queries skip pages.
    static let defaultColumns = ["srcaddr"]

    @Option(
        help: ArgumentHelp(
            """
            The columns that rows are sorted by, a million at a time, or none; srcaddr by default. Where this begins with a \
            column that has a bloom filter, row groups and pages are small as well, for queries that look for single values.
            """,
            valueName: "columns"
        )
    )
    var sortBy: String?

    @Option(
        help: ArgumentHelp(
            "The most rows in a row group; 1048576, or 65536 where --sort-by begins with a column that has a bloom filter.",
            valueName: "n"
        )
    )
    var rowGroupRows: Int?

    @Option(help: ArgumentHelp("The most rows in a data page; 20000, or 5000 there.", valueName: "n"))
    var pageRows: Int?

    /// Sets order, row groups and pages; the columns with bloom filters are known by then.
    ///
    /// - Throws: ``ConversionError`` where a limit makes no sense.
    func apply(to options: inout TableWriterOptions) throws {
        guard (rowGroupRows ?? 1) > 0 else {
            throw ConversionError(.usage, "--row-group-rows is \(rowGroupRows ?? 0); give 1 or more")
        }
        guard (pageRows ?? 1) > 0 else {
            throw ConversionError(.usage, "--page-rows is \(pageRows ?? 0); give 1 or more")
        }
        options.sortColumns = Self.defaultColumns
        var isForLookUps = false
        if let sortBy {
            options.sortColumns = sortBy == "none" ? [] : sortBy.split(separator: ",").map(String.init)
            // Whoever asks for addresses side by side looks for single ones: small row groups and pages then pay.
            isForLookUps = options.sortColumns.first.map(options.parquet.bloomFilterColumns.contains) ?? false
        }
        options.rowGroupRowLimit = rowGroupRows ?? (isForLookUps ? 1 << 16 : 1 << 20)
        options.parquet.dataPageRowLimit = pageRows ?? (isForLookUps ? 5000 : 20_000)
    }
}
