import ThriftCompact

/// Bounds and counts of a column chunk or page (parquet.thrift `Statistics`).
///
/// Bounds are PLAIN-encoded, byte arrays without their length.
public struct Statistics: CompactCodable, Equatable, Sendable {
    /// Deprecated upper bound by signed comparison; see `maxValue`.
    public var max: [UInt8]?
    /// Deprecated lower bound by signed comparison; see `minValue`.
    public var min: [UInt8]?
    /// How many values are null; nil is not zero but unknown.
    public var nullCount: Int64?
    /// How many distinct values there are.
    public var distinctCount: Int64?
    /// Upper bound in the column's order.
    public var maxValue: [UInt8]?
    /// Lower bound in the column's order.
    public var minValue: [UInt8]?
    /// Whether `maxValue` occurs in the data.
    public var isMaxValueExact: Bool?
    /// Whether `minValue` occurs in the data.
    public var isMinValueExact: Bool?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        max: [UInt8]? = nil,
        min: [UInt8]? = nil,
        nullCount: Int64? = nil,
        distinctCount: Int64? = nil,
        maxValue: [UInt8]? = nil,
        minValue: [UInt8]? = nil,
        isMaxValueExact: Bool? = nil,
        isMinValueExact: Bool? = nil
    ) {
        self.max = max
        self.min = min
        self.nullCount = nullCount
        self.distinctCount = distinctCount
        self.maxValue = maxValue
        self.minValue = minValue
        self.isMaxValueExact = isMaxValueExact
        self.isMinValueExact = isMinValueExact
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var max: [UInt8]?
        var min: [UInt8]?
        var nullCount: Int64?
        var distinctCount: Int64?
        var maxValue: [UInt8]?
        var minValue: [UInt8]?
        var isMaxValueExact: Bool?
        var isMinValueExact: Bool?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: max = try reader.readBinary()
            case 2: min = try reader.readBinary()
            case 3: nullCount = try reader.readI64()
            case 4: distinctCount = try reader.readI64()
            case 5: maxValue = try reader.readBinary()
            case 6: minValue = try reader.readBinary()
            case 7: isMaxValueExact = try reader.readBool()
            case 8: isMinValueExact = try reader.readBool()
            default: break
            }
        }
        self.init(
            max: max,
            min: min,
            nullCount: nullCount,
            distinctCount: distinctCount,
            maxValue: maxValue,
            minValue: minValue,
            isMaxValueExact: isMaxValueExact,
            isMinValueExact: isMinValueExact
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, binary: max)
            writer.field(2, binary: min)
            writer.field(3, i64: nullCount)
            writer.field(4, i64: distinctCount)
            writer.field(5, binary: maxValue)
            writer.field(6, binary: minValue)
            writer.field(7, bool: isMaxValueExact)
            writer.field(8, bool: isMinValueExact)
        }
    }
}
