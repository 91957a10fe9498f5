import JSON
import Storage

/// Takes the members of a record one by one, and says which one is missing or not what it should be.
struct RecordReader {
    let value: JSONValue
    /// The record's key in the store, and where in the record we are.
    let name: String

    func failure(_ member: String, _ expected: String) -> CommitError {
        CommitError(.invalidRecord, "\(name): \(member): \(expected) was expected")
    }

    func text(_ member: String) throws(CommitError) -> String {
        guard let text = value[member]?.string else { throw failure(member, "text") }
        return text
    }

    /// The text, or `nil` where the member is missing or null.
    func optionalText(_ member: String) throws(CommitError) -> String? {
        guard let found = value[member], found != .null else { return nil }
        return try text(member)
    }

    func number(_ member: String) throws(CommitError) -> Int {
        guard let number = value[member]?.integer else { throw failure(member, "a whole number") }
        return number
    }

    /// A number of things, which is never negative.
    func count(_ member: String) throws(CommitError) -> Int {
        let count = try number(member)
        guard count >= 0, count <= Int.max >> 8 else { throw failure(member, "a count") }
        return count
    }

    /// The key of an object in the lake.
    func key(_ member: String) throws(CommitError) -> String {
        let text = try text(member)
        guard (try? ObjectKey(text)) != nil else { throw failure(member, "a key below the lake") }
        return text
    }

    func texts(_ member: String) throws(CommitError) -> [String] {
        guard let elements = value[member]?.array else { throw failure(member, "a list of texts") }
        let texts = elements.compactMap(\.string)
        guard texts.count == elements.count else { throw failure(member, "a list of texts") }
        return texts
    }

    func keys(_ member: String) throws(CommitError) -> [String] {
        let keys = try texts(member)
        guard keys.allSatisfy({ (try? ObjectKey($0)) != nil }) else { throw failure(member, "keys below the lake") }
        return keys
    }

    /// The elements of a list, each read by `body`.
    func list<Element>(
        _ member: String,
        _ body: (RecordReader) throws(CommitError) -> Element
    ) throws(CommitError) -> [Element] {
        guard let elements = value[member]?.array else { throw failure(member, "a list") }
        var list: [Element] = []
        for (place, element) in elements.enumerated() {
            list.append(try body(RecordReader(value: element, name: "\(name): \(member)[\(place)]")))
        }
        return list
    }

    func object(_ member: String) throws(CommitError) -> RecordReader {
        guard let object = value[member], object.members != nil else { throw failure(member, "an object") }
        return RecordReader(value: object, name: "\(name): \(member)")
    }
}
