import ThriftCompact

/// The field types that parquet.thrift needs.
extension CompactReader {
    mutating func readEnum<Value: FormatEnumeration>() throws(ThriftError) -> Value {
        Value(rawValue: try readI32())
    }

    mutating func readEnums<Value: FormatEnumeration>() throws(ThriftError) -> [Value] {
        try readList { reader throws(ThriftError) in try reader.readEnum() }
    }

    mutating func readStructs<Value: CompactCodable>() throws(ThriftError) -> [Value] {
        try readList { reader throws(ThriftError) in try Value(from: &reader) }
    }

    mutating func readI64s() throws(ThriftError) -> [Int64] {
        try readList { reader throws(ThriftError) in try reader.readI64() }
    }

    mutating func readBools() throws(ThriftError) -> [Bool] {
        try readList { reader throws(ThriftError) in try reader.readBool() }
    }

    mutating func readBinaries() throws(ThriftError) -> [[UInt8]] {
        try readList { reader throws(ThriftError) in try reader.readBinary() }
    }

    mutating func readStrings() throws(ThriftError) -> [String] {
        try readList { reader throws(ThriftError) in try reader.readString() }
    }

    /// Returns the value of a required field, or throws where it was not there.
    func required<Value>(_ value: Value?, _ name: @autoclosure () -> String) throws(ThriftError) -> Value {
        guard let value else { throw ThriftError(.missingField(name()), at: position) }
        return value
    }

    /// Reads a union and passes the identifier of its one member to `onMember`.
    mutating func readUnion<Value>(
        _ name: String,
        _ onMember: (inout CompactReader, Int16) throws(ThriftError) -> Value
    ) throws(ThriftError) -> Value {
        var value: Value?
        var count = 0
        try readStruct { reader, id throws(ThriftError) in
            value = try onMember(&reader, id)
            count += 1
        }
        guard let value, count == 1 else { throw ThriftError(.invalidUnion(name), at: position) }
        return value
    }

    /// Reads a union whose members are empty structs.
    mutating func readUnionFieldID(_ name: String) throws(ThriftError) -> Int16 {
        try readUnion(name) { _, id in id }
    }
}
