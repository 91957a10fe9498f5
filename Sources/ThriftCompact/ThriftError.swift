/// Why bytes could not be read as Thrift compact data, and where.
public struct ThriftError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: Equatable, Sendable {
        /// The bytes end inside a value.
        case truncated
        /// A varint is longer, or its value larger, than its type allows.
        case varintOverflow
        /// A field identifier does not fit in 16 bits.
        case fieldIDOverflow
        /// A type nibble that the protocol does not define.
        case unknownType(UInt8)
        /// The value is of another type than its reader expects.
        case unexpectedType(expected: CompactType, found: CompactType?)
        /// A boolean element that is none of 0, 1 and 2.
        case invalidBoolean(UInt8)
        /// A string that is not UTF-8.
        case invalidUTF8
        /// A length or count that is larger than what the remaining bytes can hold.
        case lengthOutOfBounds(UInt64)
        /// Structs and lists are nested deeper than `CompactReader.depthLimit`.
        case tooDeep
        /// A required field that is not there, for instance `PageHeader.type`.
        case missingField(String)
        /// A union with no field, or with more than one.
        case invalidUnion(String)
    }

    /// What is wrong.
    public var code: Code
    /// The byte at which reading stopped, counted from the start of the array (not of the reader's range).
    public var position: Int

    /// Creates an error.
    public init(_ code: Code, at position: Int) {
        self.code = code
        self.position = position
    }

    /// One line for people.
    public var description: String { "thrift: \(message) at byte \(position)" }

    private var message: String {
        switch code {
        case .truncated: "data ends inside a value"
        case .varintOverflow: "integer too large for its type"
        case .fieldIDOverflow: "field identifier too large"
        case .unknownType(let raw): "unknown type \(raw)"
        case .unexpectedType(let expected, .some(let found)): "expected \(expected), found \(found)"
        case .unexpectedType(let expected, nil): "expected \(expected), but the value was read already"
        case .invalidBoolean(let raw): "boolean element \(raw)"
        case .invalidUTF8: "string is not UTF-8"
        case .lengthOutOfBounds(let length): "length \(length) exceeds the data"
        case .tooDeep: "nested more than \(CompactReader.depthLimit) deep"
        case .missingField(let name): "required field \(name) is missing"
        case .invalidUnion(let name): "union \(name) must have exactly one field"
        }
    }
}
