/// Writes values in the Thrift compact protocol into a growing array of bytes.
///
///     struct  = (field)* 0x00
///     field   = ddddtttt value               d: identifier minus the previous one, 1...15; t: `CompactType`
///             | 0000tttt zigzag(id) value    otherwise
///     list    = sssstttt element*            s: count, 0...14
///             | 1111tttt varint(count) element*
///     binary  = varint(length) byte*
///
/// Methods named `field` write a field of the struct whose body is running and write nothing when the value is nil,
/// so an optional field needs no `if` at the call.
/// Methods named `element…` write a bare element of the list whose body is running.
///
/// The specification is `doc/specs/thrift-compact-protocol.md` of Apache Thrift.
public struct CompactWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    /// The last identifier of the innermost open struct; field headers hold the difference to it.
    private var lastFieldID: Int16 = 0

    /// Creates a writer with nothing written.
    public init() {
        // Room for a page header, the struct that is written most.
        bytes.reserveCapacity(96)
    }

    // MARK: Structs

    /// Writes one struct: the fields that `body` writes, then the stop byte.
    ///
    /// For the outermost struct, for an element of a list, and for the value after `fieldHeader(_:_:)`.
    public mutating func writeStruct(_ body: (inout CompactWriter) -> Void) {
        let outer = lastFieldID
        lastFieldID = 0
        body(&self)
        bytes.append(CompactType.stop.rawValue)
        lastFieldID = outer
    }

    /// Writes a field header only, for a value that then writes itself.
    public mutating func fieldHeader(_ id: Int16, _ type: CompactType) {
        let delta = Int(id) - Int(lastFieldID)
        if (1...15).contains(delta) {
            bytes.append(UInt8(delta) << 4 | type.rawValue)
        } else {
            bytes.append(type.rawValue)
            zigzag(Int64(id))
        }
        lastFieldID = id
    }

    /// Writes a struct field whose own fields are written by `body`.
    public mutating func field(_ id: Int16, struct body: (inout CompactWriter) -> Void) {
        fieldHeader(id, .struct)
        writeStruct(body)
    }

    // MARK: Scalar fields

    /// Writes an i8 field.
    public mutating func field(_ id: Int16, i8 value: Int8?) {
        guard let value else { return }
        fieldHeader(id, .i8)
        bytes.append(UInt8(bitPattern: value))
    }

    /// Writes an i16 field.
    public mutating func field(_ id: Int16, i16 value: Int16?) {
        guard let value else { return }
        fieldHeader(id, .i16)
        zigzag(Int64(value))
    }

    /// Writes an i32 field.
    public mutating func field(_ id: Int16, i32 value: Int32?) {
        guard let value else { return }
        fieldHeader(id, .i32)
        zigzag(Int64(value))
    }

    /// Writes an i64 field.
    public mutating func field(_ id: Int16, i64 value: Int64?) {
        guard let value else { return }
        fieldHeader(id, .i64)
        zigzag(value)
    }

    /// Writes a boolean field, whose value is its type.
    public mutating func field(_ id: Int16, bool value: Bool?) {
        guard let value else { return }
        fieldHeader(id, value ? .booleanTrue : .booleanFalse)
    }

    /// Writes a double field.
    public mutating func field(_ id: Int16, double value: Double?) {
        guard let value else { return }
        fieldHeader(id, .double)
        elementDouble(value)
    }

    /// Writes a binary field.
    public mutating func field(_ id: Int16, binary value: [UInt8]?) {
        guard let value else { return }
        fieldHeader(id, .binary)
        elementBinary(value)
    }

    /// Writes a string field.
    public mutating func field(_ id: Int16, string value: String?) {
        guard let value else { return }
        fieldHeader(id, .binary)
        elementString(value)
    }

    // MARK: Lists

    /// Writes a list field; `elements` must write exactly `count` elements of type `type`.
    public mutating func field(
        _ id: Int16,
        listOf type: CompactType,
        count: Int,
        elements body: (inout CompactWriter) -> Void
    ) {
        fieldHeader(id, .list)
        elementList(of: type, count: count, elements: body)
    }

    /// Writes a list as an element of a list; `elements` must write exactly `count` elements of type `type`.
    public mutating func elementList(
        of type: CompactType,
        count: Int,
        elements body: (inout CompactWriter) -> Void
    ) {
        if count < 15 {
            bytes.append(UInt8(count) << 4 | type.rawValue)
        } else {
            bytes.append(0xF0 | type.rawValue)
            varint(UInt64(count))
        }
        body(&self)
    }

    /// Writes a boolean element: one byte, 1 or 2 as Thrift's own libraries write it.
    public mutating func elementBool(_ value: Bool) {
        bytes.append((value ? CompactType.booleanTrue : .booleanFalse).rawValue)
    }

    /// Writes an i8 element.
    public mutating func elementI8(_ value: Int8) {
        bytes.append(UInt8(bitPattern: value))
    }

    /// Writes an i16 element.
    public mutating func elementI16(_ value: Int16) {
        zigzag(Int64(value))
    }

    /// Writes an i32 element.
    public mutating func elementI32(_ value: Int32) {
        zigzag(Int64(value))
    }

    /// Writes an i64 element.
    public mutating func elementI64(_ value: Int64) {
        zigzag(value)
    }

    /// Writes a double element: little-endian, unlike in Thrift's binary protocol.
    public mutating func elementDouble(_ value: Double) {
        let bits = value.bitPattern
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
    }

    /// Writes a binary element.
    public mutating func elementBinary(_ value: [UInt8]) {
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Writes a string element.
    public mutating func elementString(_ value: String) {
        let utf8 = value.utf8
        varint(UInt64(utf8.count))
        bytes.append(contentsOf: utf8)
    }

    /// Writes a struct element.
    public mutating func elementStruct(_ body: (inout CompactWriter) -> Void) {
        writeStruct(body)
    }

    // MARK: Integers

    /// Zigzag gives the same bytes for every width, so 16 and 32-bit values pass through here too.
    private mutating func zigzag(_ value: Int64) {
        varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
