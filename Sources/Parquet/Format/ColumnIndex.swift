import ThriftCompact

/// Bounds of the data pages of a column chunk; half of the page index (parquet.thrift `ColumnIndex`).
///
/// Each list has one element for each page of the `OffsetIndex`.
public struct ColumnIndex: CompactCodable, Equatable, Sendable {
    /// Whether the page has nulls only; its bounds are then empty and mean nothing.
    public var nullPages: [Bool]
    /// Lower bound of each page.
    public var minValues: [[UInt8]]
    /// Upper bound of each page.
    public var maxValues: [[UInt8]]
    /// Whether the bounds are sorted.
    public var boundaryOrder: BoundaryOrder
    /// How many nulls each page has; nil is not zero but unknown.
    public var nullCounts: [Int64]?
    /// The histograms of all pages, one after the other.
    public var repetitionLevelHistograms: [Int64]?
    /// The histograms of all pages, one after the other.
    public var definitionLevelHistograms: [Int64]?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        nullPages: [Bool],
        minValues: [[UInt8]],
        maxValues: [[UInt8]],
        boundaryOrder: BoundaryOrder,
        nullCounts: [Int64]? = nil,
        repetitionLevelHistograms: [Int64]? = nil,
        definitionLevelHistograms: [Int64]? = nil
    ) {
        self.nullPages = nullPages
        self.minValues = minValues
        self.maxValues = maxValues
        self.boundaryOrder = boundaryOrder
        self.nullCounts = nullCounts
        self.repetitionLevelHistograms = repetitionLevelHistograms
        self.definitionLevelHistograms = definitionLevelHistograms
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var nullPages: [Bool]?
        var minValues: [[UInt8]]?
        var maxValues: [[UInt8]]?
        var boundaryOrder: BoundaryOrder?
        var nullCounts: [Int64]?
        var repetitionLevelHistograms: [Int64]?
        var definitionLevelHistograms: [Int64]?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: nullPages = try reader.readBools()
            case 2: minValues = try reader.readBinaries()
            case 3: maxValues = try reader.readBinaries()
            case 4: boundaryOrder = try reader.readEnum()
            case 5: nullCounts = try reader.readI64s()
            case 6: repetitionLevelHistograms = try reader.readI64s()
            case 7: definitionLevelHistograms = try reader.readI64s()
            default: break
            }
        }
        self.init(
            nullPages: try reader.required(nullPages, "ColumnIndex.nullPages"),
            minValues: try reader.required(minValues, "ColumnIndex.minValues"),
            maxValues: try reader.required(maxValues, "ColumnIndex.maxValues"),
            boundaryOrder: try reader.required(boundaryOrder, "ColumnIndex.boundaryOrder"),
            nullCounts: nullCounts,
            repetitionLevelHistograms: repetitionLevelHistograms,
            definitionLevelHistograms: definitionLevelHistograms
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, bools: nullPages)
            writer.field(2, binaries: minValues)
            writer.field(3, binaries: maxValues)
            writer.field(4, enum: boundaryOrder)
            writer.field(5, i64s: nullCounts)
            writer.field(6, i64s: repetitionLevelHistograms)
            writer.field(7, i64s: definitionLevelHistograms)
        }
    }
}
