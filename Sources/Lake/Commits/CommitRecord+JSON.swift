import JSON

extension CommitRecord {
    /// The version of the records' form; records of a later one are not read.
    static let formatVersion = 1

    /// The record as JSON.
    var json: JSONValue {
        let rowOptions = rowOptions.map { [JSONMember("row_options", $0)] } ?? []
        return .object(
            [
                JSONMember("format", .integer(Self.formatVersion)),
                JSONMember("unit", .string(unit)),
                JSONMember("kind", .string(kind.rawValue)),
                JSONMember("time", .integer(time)),
                JSONMember("version", .string(version)),
                JSONMember("options", .string(options)),
            ] + rowOptions + [
                JSONMember("partition_by", .string(scheme)),
                JSONMember("inputs", .array(inputs.map(\.json))),
                JSONMember("files", .array(files.map(\.json))),
                JSONMember("rejects", rejects.map { .string($0) } ?? .null),
                JSONMember("replaces", .strings(replaces)),
                JSONMember("removes", .strings(removes)),
            ]
        )
    }

    /// Reads a record.
    init(_ reader: RecordReader) throws(CommitError) {
        let format = try reader.number("format")
        guard format == Self.formatVersion else {
            throw reader.failure("format", "version \(Self.formatVersion) of the records; a newer flowconv")
        }
        guard let kind = Kind(rawValue: try reader.text("kind")) else {
            throw reader.failure("kind", "conversion or compaction")
        }
        self.init(
            unit: try reader.text("unit"),
            kind: kind,
            time: try reader.number("time"),
            version: try reader.text("version"),
            options: try reader.text("options"),
            scheme: try reader.text("partition_by")
        )
        if let found = reader.value["row_options"], found != .null {
            rowOptions = try reader.object("row_options").value
        }
        inputs = try reader.list("inputs") { reader throws(CommitError) in try CommittedInput(reader) }
        files = try reader.list("files") { reader throws(CommitError) in try CommittedFile(reader) }
        rejects = try reader.optionalText("rejects")
        if rejects != nil { _ = try reader.key("rejects") }
        replaces = try reader.texts("replaces")
        removes = try reader.keys("removes")
    }
}

extension CommittedInput {
    fileprivate var json: JSONValue {
        let name = name.map { [JSONMember("name", .string($0))] } ?? []
        return .object(
            [JSONMember("path", .string(identity.path))] + name + [
                JSONMember("size", .integer(identity.size)),
                JSONMember("modified", identity.modified.map { .integer(Int($0)) } ?? .null),
                JSONMember("tag", .string(identity.tag)),
                JSONMember("lines", .integer(lines)),
                JSONMember("rows", .integer(rows)),
                JSONMember("headers", .integer(headers)),
                JSONMember("blank", .integer(blank)),
                JSONMember("rejected", .integer(rejected)),
            ]
        )
    }

    fileprivate init(_ reader: RecordReader) throws(CommitError) {
        self.init(
            identity: InputIdentity(
                path: try reader.text("path"),
                size: try reader.count("size"),
                modified: reader.value["modified"]?.integer.map { Int64($0) },
                tag: try reader.text("tag")
            ),
            name: try reader.optionalText("name"),
            lines: try reader.count("lines"),
            rows: try reader.count("rows"),
            headers: try reader.count("headers"),
            blank: try reader.count("blank"),
            rejected: try reader.count("rejected")
        )
    }
}

extension CommittedFile {
    fileprivate var json: JSONValue {
        [
            "path": .string(path),
            "bytes": .integer(bytes),
            "rows": .integer(rows),
            "min_time": times.map { .integer(Int($0.lowerBound)) } ?? .null,
            "max_time": times.map { .integer(Int($0.upperBound)) } ?? .null,
            "sha256": .string(sha256),
            "schema": .string(schema),
        ]
    }

    fileprivate init(_ reader: RecordReader) throws(CommitError) {
        var times: ClosedRange<Int64>?
        if let least = reader.value["min_time"]?.integer, let greatest = reader.value["max_time"]?.integer {
            guard least <= greatest else { throw reader.failure("max_time", "a time after min_time") }
            times = Int64(least)...Int64(greatest)
        }
        self.init(
            path: try reader.key("path"),
            bytes: try reader.count("bytes"),
            rows: try reader.count("rows"),
            times: times,
            sha256: try reader.text("sha256"),
            schema: try reader.text("schema")
        )
    }
}
