/// The type nibble of a field or list header (Thrift compact protocol, "Struct encoding").
public enum CompactType: UInt8, Sendable {
    /// The end of a struct; never the type of a value.
    case stop = 0
    /// A boolean field that is true: the value lives in the type.
    case booleanTrue = 1
    /// A boolean field that is false. As an element type it means "boolean", like `booleanTrue`.
    case booleanFalse = 2
    /// One byte.
    case i8 = 3
    /// A zigzag varint of 16 bits.
    case i16 = 4
    /// A zigzag varint of 32 bits; also every enum.
    case i32 = 5
    /// A zigzag varint of 64 bits.
    case i64 = 6
    /// Eight bytes, little-endian.
    case double = 7
    /// A length and bytes; also every string.
    case binary = 8
    /// A header with element type and count, then the elements.
    case list = 9
    /// Encoded exactly like a list.
    case set = 10
    /// A count, a byte with both types, then keys and values in turn.
    case map = 11
    /// Fields up to a stop byte; also every union.
    case `struct` = 12
    /// Sixteen bytes.
    case uuid = 13

    /// Whether this is one of the two boolean types.
    public var isBoolean: Bool { self == .booleanTrue || self == .booleanFalse }
}
