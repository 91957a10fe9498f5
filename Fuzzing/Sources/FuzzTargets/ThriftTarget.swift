import Parquet
import ThriftCompact

enum ThriftTarget {
    static func run(_ input: [UInt8]) throws(FuzzFailure) {
        var skipper = CompactReader(bytes: input)
        let skips = (try? skipper.skip()) != nil
        var reader = CompactReader(bytes: input)
        let reads = (try? walk(&reader)) != nil
        // What can be read can be skipped, and takes as many bytes; skipping alone does not look at values.
        if reads {
            try expect(skips, "read, and not skipped")
            try expect(
                reader.position == skipper.position,
                "\(reader.position) bytes read, \(skipper.position) skipped"
            )
        }
        try checkStruct(FileMetaData.self, input)
        try checkStruct(PageHeader.self, input)
        try checkStruct(ColumnIndex.self, input)
        try checkStruct(OffsetIndex.self, input)
        try checkStruct(BloomFilterHeader.self, input)
    }

    /// What was read is written as bytes that are read as the same.
    private static func checkStruct<Value: CompactCodable & Equatable>(
        _: Value.Type,
        _ input: [UInt8]
    ) throws(FuzzFailure) {
        var reader = CompactReader(bytes: input)
        guard let value = try? Value(from: &reader) else { return }
        var writer = CompactWriter()
        value.write(to: &writer)
        var again = CompactReader(bytes: writer.bytes)
        let copy = try? Value(from: &again)
        try expect(copy == value, "written and read again: \(copy as Any)\n  was \(value)")
    }

    private static func walk(_ reader: inout CompactReader) throws(ThriftError) {
        switch reader.valueType {
        case .booleanTrue, .booleanFalse: _ = try reader.readBool()
        case .i8: _ = try reader.readI8()
        case .i16: _ = try reader.readI16()
        case .i32: _ = try reader.readI32()
        case .i64: _ = try reader.readI64()
        case .double: _ = try reader.readDouble()
        case .binary: _ = try reader.readBinary()
        case .list, .set:
            _ = try reader.readList { reader throws(ThriftError) in try walk(&reader) }
        case .struct: try reader.readStruct { reader, _ throws(ThriftError) in try walk(&reader) }
        default: try reader.skip()
        }
    }
}
