/// Looking into values that were read.
extension JSONValue {
    /// The value of an object's member, or `nil` where there is none.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The text, if this is text.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number, if this is a whole one.
    public var integer: Int? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The elements, if this is an array.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members, if this is an object.
    public var members: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }
}
