/// What an envelope's rewriter knows beside the lines: where they came from, and what did not become one.
public struct EnvelopeNotes: Sendable {
    /// The origin of every line, in order; empty where the object is no envelope.
    public internal(set) var origins: [LineOrigin] = []
    /// Events without a record.
    public internal(set) var rejects: [RejectedLine] = []
    /// Lines that belong to the envelope, such as the names of its columns.
    public internal(set) var headers = 0

    var isEmpty: Bool { origins.isEmpty && rejects.isEmpty && headers == 0 }

    /// Moves everything to `other` that belongs to text before `textOffset`, and keeps the memory of both.
    mutating func move(before textOffset: Int, to other: inout EnvelopeNotes) {
        other.removeAll()
        var count = origins.count
        while count > 0, origins[count - 1].textOffset >= textOffset { count -= 1 }
        other.origins.append(contentsOf: origins[..<count])
        origins.removeFirst(count)
        other.rejects.append(contentsOf: rejects)
        rejects.removeAll(keepingCapacity: true)
        other.headers = headers
        headers = 0
    }

    mutating func removeAll() {
        origins.removeAll(keepingCapacity: true)
        rejects.removeAll(keepingCapacity: true)
        headers = 0
    }
}
