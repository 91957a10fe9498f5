import ThriftCompact

/// One node of the schema tree, which is stored depth first (parquet.thrift `SchemaElement`).
public struct SchemaElement: CompactCodable, Equatable, Sendable {
    /// How values are stored; nil for a group.
    public var type: PhysicalType?
    /// Bytes per value of a FIXED_LEN_BYTE_ARRAY.
    public var typeLength: Int32?
    /// How often the node occurs; nil for the root only.
    public var repetitionType: FieldRepetitionType?
    /// The name of the column or group.
    public var name: String
    /// How many of the following nodes are children; nil for a column.
    public var numChildren: Int32?
    /// The older form of `logicalType`, for older readers.
    public var convertedType: ConvertedType?
    /// Digits after the point of a DECIMAL.
    public var scale: Int32?
    /// Digits of a DECIMAL.
    public var precision: Int32?
    /// The identifier that another schema language gave to the field.
    public var fieldID: Int32?
    /// What the values mean.
    public var logicalType: LogicalType?

    /// Creates a value; fields that the specification calls optional may be left out.
    public init(
        type: PhysicalType? = nil,
        typeLength: Int32? = nil,
        repetitionType: FieldRepetitionType? = nil,
        name: String,
        numChildren: Int32? = nil,
        convertedType: ConvertedType? = nil,
        scale: Int32? = nil,
        precision: Int32? = nil,
        fieldID: Int32? = nil,
        logicalType: LogicalType? = nil
    ) {
        self.type = type
        self.typeLength = typeLength
        self.repetitionType = repetitionType
        self.name = name
        self.numChildren = numChildren
        self.convertedType = convertedType
        self.scale = scale
        self.precision = precision
        self.fieldID = fieldID
        self.logicalType = logicalType
    }

    /// Reads the struct that the reader stands before.
    public init(from reader: inout CompactReader) throws(ThriftError) {
        var type: PhysicalType?
        var typeLength: Int32?
        var repetitionType: FieldRepetitionType?
        var name: String?
        var numChildren: Int32?
        var convertedType: ConvertedType?
        var scale: Int32?
        var precision: Int32?
        var fieldID: Int32?
        var logicalType: LogicalType?
        try reader.readStruct { reader, id throws(ThriftError) in
            switch id {
            case 1: type = try reader.readEnum()
            case 2: typeLength = try reader.readI32()
            case 3: repetitionType = try reader.readEnum()
            case 4: name = try reader.readString()
            case 5: numChildren = try reader.readI32()
            case 6: convertedType = try reader.readEnum()
            case 7: scale = try reader.readI32()
            case 8: precision = try reader.readI32()
            case 9: fieldID = try reader.readI32()
            case 10: logicalType = try LogicalType(from: &reader)
            default: break
            }
        }
        self.init(
            type: type,
            typeLength: typeLength,
            repetitionType: repetitionType,
            name: try reader.required(name, "SchemaElement.name"),
            numChildren: numChildren,
            convertedType: convertedType,
            scale: scale,
            precision: precision,
            fieldID: fieldID,
            logicalType: logicalType
        )
    }

    /// Writes the value as a struct.
    public func write(to writer: inout CompactWriter) {
        writer.writeStruct { writer in
            writer.field(1, enum: type)
            writer.field(2, i32: typeLength)
            writer.field(3, enum: repetitionType)
            writer.field(4, string: name)
            writer.field(5, i32: numChildren)
            writer.field(6, enum: convertedType)
            writer.field(7, i32: scale)
            writer.field(8, i32: precision)
            writer.field(9, i32: fieldID)
            writer.field(10, struct: logicalType)
        }
    }
}
