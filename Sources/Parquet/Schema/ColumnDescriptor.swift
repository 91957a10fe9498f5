import Columnar

/// A column of a flat schema, unnested.
public struct ColumnDescriptor: Sendable, Hashable {
    /// Whether rows may be NULL (parquet.thrift `FieldRepetitionType`; a flat schema has no repeated columns).
    public enum Repetition: Sendable, Hashable {
        /// Every row has a value; pages have no definition levels.
        case required
        /// Rows have a value or NULL.
        case optional
    }

    /// The column's name.
    public let name: String
    /// The type of its values.
    public let type: ColumnType
    /// Whether rows may be NULL.
    public let repetition: Repetition

    /// A column of that name and type.
    public init(name: String, type: ColumnType, repetition: Repetition = .optional) {
        self.name = name
        self.type = type
        self.repetition = repetition
    }

    /// The physical type that the values are stored as.
    public var physicalType: PhysicalType {
        switch type {
        case .int32: .int32
        case .int64, .timestampMillis: .int64
        case .string: .byteArray
        case .boolean: .boolean
        case .double: .double
        }
    }

    /// The column's entry in the footer's schema, logical and converted type in agreement.
    var schemaElement: SchemaElement {
        var convertedType: ConvertedType?
        var logicalType: LogicalType?
        switch type {
        case .string: (convertedType, logicalType) = (.utf8, .string)
        case .timestampMillis:
            (convertedType, logicalType) = (.timestampMillis, .timestamp(isAdjustedToUTC: true, unit: .millis))
        case .int32, .int64, .boolean, .double: break
        }
        return SchemaElement(
            type: physicalType,
            repetitionType: repetition == .required ? .required : .optional,
            name: name,
            convertedType: convertedType,
            logicalType: logicalType
        )
    }
}
