import ThriftCompact

/// What the values of a column mean (parquet.thrift union `LogicalType`).
///
/// The fields of `DecimalType`, `TimeType`, `TimestampType` and `IntType` are the cases' associated values.
public enum LogicalType: CompactCodable, Equatable, Sendable {
    /// Text in UTF-8.
    case string
    /// A map.
    case map
    /// A list.
    case list
    /// One of a set of names.
    case `enum`
    /// An unscaled decimal number.
    case decimal(scale: Int32, precision: Int32)
    /// Days since 1970-01-01.
    case date
    /// Time since midnight.
    case time(isAdjustedToUTC: Bool, unit: TimeUnit)
    /// Time since 1970-01-01 00:00:00, in UTC or in an unnamed local time.
    case timestamp(isAdjustedToUTC: Bool, unit: TimeUnit)
    /// An integer of 8, 16, 32 or 64 bits.
    case integer(bitWidth: Int8, isSigned: Bool)
    /// A column that is always null, so that its type could not be told.
    case unknown
    /// A JSON document.
    case json
    /// A BSON document.
    case bson
    /// A UUID of sixteen bytes.
    case uuid
    /// IEEE half precision.
    case float16
    /// A type that this code does not know; its own fields are not kept.
    case unrecognized(fieldID: Int16)

    /// Reads the union that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        self = try reader.readUnion("LogicalType") { reader, id throws(ThriftError) in
            switch id {
            case 1: .string
            case 2: .map
            case 3: .list
            case 4: .enum
            case 5: try Self.readDecimal(from: &reader)
            case 6: .date
            case 7: try Self.readTime(from: &reader, "TimeType", Self.time)
            case 8: try Self.readTime(from: &reader, "TimestampType", Self.timestamp)
            case 10: try Self.readInteger(from: &reader)
            case 11: .unknown
            case 12: .json
            case 13: .bson
            case 14: .uuid
            case 15: .float16
            default: .unrecognized(fieldID: id)
            }
        }
    }

    /// Writes the value as a union.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(fieldID) { writer in
                switch self {
                case .decimal(let scale, let precision):
                    writer.field(1, i32: scale)
                    writer.field(2, i32: precision)
                case .time(let isAdjustedToUTC, let unit), .timestamp(let isAdjustedToUTC, let unit):
                    writer.field(1, bool: isAdjustedToUTC)
                    writer.field(2, struct: unit)
                case .integer(let bitWidth, let isSigned):
                    writer.field(1, i8: bitWidth)
                    writer.field(2, bool: isSigned)
                default: break
                }
            }
        }
    }

    private var fieldID: Int16 {
        switch self {
        case .string: 1
        case .map: 2
        case .list: 3
        case .enum: 4
        case .decimal: 5
        case .date: 6
        case .time: 7
        case .timestamp: 8
        // 9 is reserved for INTERVAL.
        case .integer: 10
        case .unknown: 11
        case .json: 12
        case .bson: 13
        case .uuid: 14
        case .float16: 15
        case .unrecognized(let id): id
        }
    }

    // MARK: Members with fields

    private static func readDecimal(from reader: inout CompactReader) throws(ThriftError) -> LogicalType {
        var scale: Int32?
        var precision: Int32?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: scale = try reader.readI32()
            case 2: precision = try reader.readI32()
            default: break
            }
        }
        return .decimal(
            scale: try reader.required(scale, "DecimalType.scale"),
            precision: try reader.required(precision, "DecimalType.precision")
        )
    }

    /// Reads a `TimeType` or `TimestampType`, which have the same fields.
    private static func readTime(
        from reader: inout CompactReader,
        _ name: String,
        _ make: (Bool, TimeUnit) -> LogicalType
    ) throws(ThriftError) -> LogicalType {
        var isAdjustedToUTC: Bool?
        var unit: TimeUnit?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: isAdjustedToUTC = try reader.readBool()
            case 2: unit = try TimeUnit(from: &reader)
            default: break
            }
        }
        return make(
            try reader.required(isAdjustedToUTC, "\(name).isAdjustedToUTC"),
            try reader.required(unit, "\(name).unit")
        )
    }

    private static func readInteger(from reader: inout CompactReader) throws(ThriftError) -> LogicalType {
        var bitWidth: Int8?
        var isSigned: Bool?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: bitWidth = try reader.readI8()
            case 2: isSigned = try reader.readBool()
            default: break
            }
        }
        return .integer(
            bitWidth: try reader.required(bitWidth, "IntType.bitWidth"),
            isSigned: try reader.required(isSigned, "IntType.isSigned")
        )
    }
}
