import FlowLogs

/// What decides which rows an input becomes: all that is needed to derive the rows of a lake from its inputs once more.
public struct RowOptions: Sendable {
    /// What objects without a header line are taken for.
    public var formats = FormatChoice()
    /// Which columns are written.
    public var columns = ColumnOptions()
    /// The grok pattern that lines are taken apart by.
    public var pattern: PatternFormat?
    /// Whether the whole lines of objects that end too early are rows.
    public var salvages = false

    /// Flow logs as they are.
    public init() {}

    /// A parser for objects that are read so.
    func makeParser() -> any BlockParser { pattern.map { PatternRecordParser($0) } ?? RecordParser() }
}

extension ConversionOptions {
    /// The part of the options that decides which rows the inputs become.
    public var rowOptions: RowOptions {
        var options = RowOptions()
        options.formats = formats
        options.columns = columns
        options.pattern = pattern
        options.salvages = reading.salvages
        return options
    }
}
