import ThriftCompact

/// The field types that parquet.thrift needs; like all fields, nil writes nothing.
extension CompactWriter {
    mutating func field(_ id: Int16, enum value: (some FormatEnumeration)?) {
        field(id, i32: value?.rawValue)
    }

    mutating func field(_ id: Int16, struct value: (some CompactCodable)?) {
        guard let value else { return }
        fieldHeader(id, .struct)
        value.write(to: &self)
    }

    mutating func field(_ id: Int16, structs values: [some CompactCodable]?) {
        field(id, list: values, of: .struct) { $1.write(to: &$0) }
    }

    mutating func field(_ id: Int16, enums values: [some FormatEnumeration]?) {
        field(id, list: values, of: .i32) { $0.elementI32($1.rawValue) }
    }

    mutating func field(_ id: Int16, i64s values: [Int64]?) {
        field(id, list: values, of: .i64) { $0.elementI64($1) }
    }

    mutating func field(_ id: Int16, bools values: [Bool]?) {
        field(id, list: values, of: .booleanTrue) { $0.elementBool($1) }
    }

    mutating func field(_ id: Int16, binaries values: [[UInt8]]?) {
        field(id, list: values, of: .binary) { $0.elementBinary($1) }
    }

    mutating func field(_ id: Int16, strings values: [String]?) {
        field(id, list: values, of: .binary) { $0.elementString($1) }
    }

    private mutating func field<Element>(
        _ id: Int16,
        list values: [Element]?,
        of type: CompactType,
        write: (inout CompactWriter, Element) -> Void
    ) {
        guard let values else { return }
        field(id, listOf: type, count: values.count) { writer in
            for value in values { write(&writer, value) }
        }
    }

    /// Writes a union whose member is an empty struct.
    mutating func writeUnion(fieldID: Int16) {
        writeStruct { $0.field(fieldID) { _ in } }
    }
}
