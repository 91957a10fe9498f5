import TestSupport
import ThriftCompact

/// Any Thrift value, to write and read structs that no schema describes.
indirect enum AnyValue: Equatable {
    case bool(Bool)
    case i8(Int8)
    case i16(Int16)
    case i32(Int32)
    case i64(Int64)
    case double(Double)
    case binary([UInt8])
    case string(String)
    case list(CompactType, [AnyValue])
    case `struct`([AnyField])

    var type: CompactType {
        switch self {
        case .bool: .booleanTrue
        case .i8: .i8
        case .i16: .i16
        case .i32: .i32
        case .i64: .i64
        case .double: .double
        case .binary, .string: .binary
        case .list: .list
        case .struct: .struct
        }
    }

    // MARK: Writing

    func writeElement(to writer: inout CompactWriter) {
        switch self {
        case .bool(let value): writer.elementBool(value)
        case .i8(let value): writer.elementI8(value)
        case .i16(let value): writer.elementI16(value)
        case .i32(let value): writer.elementI32(value)
        case .i64(let value): writer.elementI64(value)
        case .double(let value): writer.elementDouble(value)
        case .binary(let value): writer.elementBinary(value)
        case .string(let value): writer.elementString(value)
        case .list(let type, let values):
            writer.elementList(of: type, count: values.count) { writer in
                for value in values { value.writeElement(to: &writer) }
            }
        case .struct(let fields): Self.writeStruct(fields, to: &writer)
        }
    }

    static func writeStruct(_ fields: [AnyField], to writer: inout CompactWriter) {
        writer.elementStruct { writer in
            for field in fields { field.write(to: &writer) }
        }
    }

    // MARK: Reading

    init(from reader: inout CompactReader) throws(ThriftError) {
        switch reader.valueType {
        case .booleanTrue, .booleanFalse: self = .bool(try reader.readBool())
        case .i8: self = .i8(try reader.readI8())
        case .i16: self = .i16(try reader.readI16())
        case .i32: self = .i32(try reader.readI32())
        case .i64: self = .i64(try reader.readI64())
        case .double: self = .double(try reader.readDouble())
        case .binary: self = .binary(try reader.readBinary())
        case .list, .set:
            var type = CompactType.stop
            let values = try reader.readList { reader throws(ThriftError) in
                type = reader.valueType ?? .stop
                return try AnyValue(from: &reader)
            }
            self = .list(type, values)
        default: self = .struct(try Self.readStruct(from: &reader))
        }
    }

    static func readStruct(from reader: inout CompactReader) throws(ThriftError) -> [AnyField] {
        var fields: [AnyField] = []
        try reader.readStruct { reader, id throws(ThriftError) in
            fields.append(AnyField(id: id, value: try AnyValue(from: &reader)))
        }
        return fields
    }

    // MARK: Random values

    static func randomStruct(depth: Int = 0, using generator: inout SeededGenerator) -> [AnyField] {
        var id: Int16 = 0
        return (0..<Int.random(in: 0...8, using: &generator)).map { _ in
            // Small steps, steps over 15, and steps back.
            let step = Int16.random(in: -3...40, using: &generator)
            id &+= step == 0 ? 1 : step
            return AnyField(id: id, value: random(depth: depth, using: &generator))
        }
    }

    static func random(
        ofType type: CompactType? = nil,
        depth: Int,
        using generator: inout SeededGenerator
    ) -> AnyValue {
        let scalars: [CompactType] = [.booleanTrue, .i8, .i16, .i32, .i64, .double, .binary]
        let all = scalars + [.list, .struct]
        let type = type ?? (depth < 4 ? all : scalars).randomElement(using: &generator) ?? .i32
        let bits = generator.next() >> UInt64.random(in: 0..<64, using: &generator)
        switch type {
        case .booleanTrue: return .bool(bits & 1 == 0)
        case .i8: return .i8(Int8(truncatingIfNeeded: bits))
        case .i16: return .i16(Int16(truncatingIfNeeded: bits))
        case .i32: return .i32(Int32(truncatingIfNeeded: bits))
        case .i64: return .i64(Int64(bitPattern: bits))
        case .double: return .double(Double(bits) / -3)
        case .binary:
            let count = Int.random(in: 0...(bits & 7 == 0 ? 300 : 9), using: &generator)
            return .binary((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
        case .list:
            let element = (depth < 3 ? all : scalars).randomElement(using: &generator) ?? .i32
            let count = Int.random(in: 0...18, using: &generator)
            let values = (0..<count).map { _ in random(ofType: element, depth: depth + 1, using: &generator) }
            // An empty list is read back without an element type.
            return .list(values.isEmpty ? .stop : element, values)
        default: return .struct(randomStruct(depth: depth + 1, using: &generator))
        }
    }
}
