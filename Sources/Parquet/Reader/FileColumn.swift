import Columnar

/// A column of a file as its schema has it, and how its values are held when they are read.
public struct FileColumn: Sendable, Equatable {
    /// The name.
    public let name: String
    /// The column's entry in the schema; of a nested column, its outermost group.
    public let element: SchemaElement
    /// How values are held; `nil` where the column cannot be read, see ``refusal``.
    public let type: ColumnType?
    /// Why the column cannot be read.
    public let refusal: ParquetError?
    /// The place of the column's chunk in every row group; of a nested column, that of its first one.
    public let chunkIndex: Int

    /// Whether rows may be NULL.
    var isOptional: Bool { element.repetitionType != .required }

    /// What a stored time is divided by: the type in memory has milliseconds.
    var ticksPerMillisecond: Int64 {
        guard type == .timestampMillis else { return 1 }
        switch element.logicalType {
        case .timestamp(_, .micros): return 1000
        case .timestamp(_, .nanos): return 1_000_000
        case .timestamp: return 1
        default: return element.convertedType == .timestampMicros ? 1000 : 1
        }
    }

    /// Whether statistics are in the order of the values in memory.
    ///
    /// Unsigned numbers are read as signed ones of the same bits, which are in another order.
    var hasOrderedStatistics: Bool {
        switch element.logicalType {
        case .integer(_, isSigned: false): return false
        default: break
        }
        switch element.convertedType {
        case .uint8, .uint16, .uint32, .uint64, .interval: return false
        default: return true
        }
    }

    /// The columns of a file, in the order of its schema.
    ///
    /// - Throws: ``ParquetError`` where the schema is no tree.
    public static func columns(of metaData: FileMetaData) throws(ParquetError) -> [FileColumn] {
        let schema = metaData.schema
        guard !schema.isEmpty else { throw ParquetError(.invalidData, "the schema is empty") }
        var columns: [FileColumn] = []
        var place = 1
        var chunkIndex = 0
        while place < schema.count {
            let element = schema[place]
            var chunks = 0
            // Walks the subtree of a group; most columns are their own leaf.
            var pending = 1
            while pending > 0 {
                guard place < schema.count else {
                    throw ParquetError(.invalidData, "the schema ends in the middle of column \(element.name)")
                }
                let children = Int(max(schema[place].numChildren ?? 0, 0))
                if children == 0 { chunks += 1 }
                pending += children - 1
                place += 1
            }
            columns.append(FileColumn(element, chunkIndex: chunkIndex))
            chunkIndex += chunks
        }
        return columns
    }

    private init(_ element: SchemaElement, chunkIndex: Int) {
        name = element.name
        self.element = element
        self.chunkIndex = chunkIndex
        if (element.numChildren ?? 0) > 0 || element.repetitionType == .repeated {
            type = nil
            refusal = ParquetError(
                .unsupportedSchema,
                "column \(element.name) is nested; only columns of a flat schema are read"
            )
            return
        }
        type = Self.columnType(of: element)
        refusal =
            type != nil
            ? nil
            : ParquetError(
                .unsupportedSchema,
                "column \(element.name) has the type \(Self.typeName(element)), which is not read"
            )
    }

    private static func columnType(of element: SchemaElement) -> ColumnType? {
        // An unscaled number without its scale would be another number.
        if case .decimal(let scale, _) = element.logicalType, scale != 0 { return nil }
        if element.convertedType == .decimal, element.scale ?? 0 != 0 { return nil }
        switch element.type {
        case .boolean: return .boolean
        case .int32: return .int32
        case .int64:
            if case .timestamp = element.logicalType { return .timestampMillis }
            let isTime = element.convertedType == .timestampMillis || element.convertedType == .timestampMicros
            return isTime ? .timestampMillis : .int64
        case .float, .double: return .double
        case .byteArray:
            if case .decimal = element.logicalType { return nil }
            return element.convertedType == .decimal ? nil : .string
        default: return nil
        }
    }

    private static func typeName(_ element: SchemaElement) -> String {
        let type = element.type.map { "\($0)" } ?? "none"
        if case .decimal(let scale, let precision) = element.logicalType {
            return "\(type) DECIMAL(\(precision), \(scale))"
        }
        return element.convertedType == .decimal ? "\(type) DECIMAL" : type
    }
}
