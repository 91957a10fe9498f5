import ThriftCompact

/// A field of a struct that no schema describes.
struct AnyField: Equatable {
    var id: Int16
    var value: AnyValue

    func write(to writer: inout CompactWriter) {
        switch value {
        case .bool(let value): writer.field(id, bool: value)
        case .i8(let value): writer.field(id, i8: value)
        case .i16(let value): writer.field(id, i16: value)
        case .i32(let value): writer.field(id, i32: value)
        case .i64(let value): writer.field(id, i64: value)
        case .double(let value): writer.field(id, double: value)
        case .binary(let value): writer.field(id, binary: value)
        case .string(let value): writer.field(id, string: value)
        case .list(let type, let values):
            writer.field(id, listOf: type, count: values.count) { writer in
                for value in values { value.writeElement(to: &writer) }
            }
        case .struct(let fields):
            writer.field(id) { writer in
                for field in fields { field.write(to: &writer) }
            }
        }
    }
}
