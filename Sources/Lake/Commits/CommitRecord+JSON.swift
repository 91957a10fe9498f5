import JSON

extension CommitRecord {
    /// The version of the records' form; records of a later one are not read.
    static let formatVersion = 1

    /// The record as JSON.
    var json: JSONValue {
        [
            "format": .integer(Self.formatVersion),
            "unit": .string(unit),
            "kind": .string(kind.rawValue),
            "time": .integer(time),
            "version": .string(version),
            "options": .string(options),
            "partition_by": .string(scheme),
            "inputs": .array(inputs.map(\.json)),
            "files": .array(files.map(\.json)),
            "rejects": rejects.map { .string($0) } ?? .null,
            "replaces": .strings(replaces),
            "removes": .strings(removes),
        ]
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
        [
            "path": .string(identity.path),
            "size": .integer(identity.size),
            "modified": identity.modified.map { .integer(Int($0)) } ?? .null,
            "tag": .string(identity.tag),
            "lines": .integer(lines),
            "rows": .integer(rows),
            "headers": .integer(headers),
            "blank": .integer(blank),
            "rejected": .integer(rejected),
        ]
    }

    fileprivate init(_ reader: RecordReader) throws(CommitError) {
        self.init(
            identity: InputIdentity(
                path: try reader.text("path"),
                size: try reader.count("size"),
                modified: reader.value["modified"]?.integer.map { Int64($0) },
                tag: try reader.text("tag")
            ),
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
