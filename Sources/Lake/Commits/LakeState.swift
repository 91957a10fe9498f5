/// What the records of a lake add up to.
public struct LakeState: Sendable {
    /// The records by the ids of their units.
    public private(set) var records: [String: CommitRecord] = [:]
    private var removed: Set<String> = []
    private var replaced: Set<String> = []
    private var places: [String: [(unit: String, input: CommittedInput)]] = [:]
    private var unitOfFile: [String: String] = [:]

    /// A lake without records.
    public init() {}

    /// Adds a record; one that is known already changes nothing.
    mutating func add(_ record: CommitRecord) {
        guard records.updateValue(record, forKey: record.unit) == nil else { return }
        removed.formUnion(record.removes)
        replaced.formUnion(record.replaces)
        for input in record.inputs { places[input.identity.name, default: []].append((record.unit, input)) }
        for file in record.files { unitOfFile[file.path] = record.unit }
    }

    /// The records in an order that is the same on every machine: by time, then by unit.
    public var inOrder: [CommitRecord] {
        records.values.sorted { ($0.time, $0.unit) < ($1.time, $1.unit) }
    }

    /// The committed input of that name, and its unit.
    public func input(_ name: String) -> (input: CommittedInput, unit: String)? {
        guard let place = places[name]?.first(where: { !replaced.contains($0.unit) }) else { return nil }
        return (place.input, place.unit)
    }

    /// Whether the unit's inputs count, or another unit has replaced it.
    public func isReplaced(_ unit: String) -> Bool { replaced.contains(unit) }

    /// Whether the file belongs to the lake.
    public func isLive(_ path: String) -> Bool { unitOfFile[path] != nil && !removed.contains(path) }

    /// The files that some record removes.
    public var removedFiles: Set<String> { removed }

    /// The files that belong to the lake, in the order of their paths.
    public var files: [CommittedFile] {
        records.values.flatMap(\.files).filter { !removed.contains($0.path) }.sorted { $0.path < $1.path }
    }

    /// The inputs whose rows are in the lake, in the order of their names.
    public var inputs: [CommittedInput] {
        records.values.filter { !replaced.contains($0.unit) }.flatMap(\.inputs)
            .sorted { $0.identity.name < $1.identity.name }
    }
}
