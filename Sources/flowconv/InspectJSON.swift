import JSON
import Lake

/// What `inspect --json` says to programs.
enum InspectJSON {
    /// Everything about one file.
    static func file(_ file: FileDescription) -> JSONValue {
        [
            "path": .string(file.path),
            "bytes": .integer(file.bytes),
            "rows": .integer(file.rows),
            "created_by": file.createdBy.map { .string($0) } ?? .null,
            "metadata": .array(file.notes.map { ["key": .string($0.key), "value": .string($0.value)] }),
            "columns": .array(
                file.columns.map { column in
                    [
                        "name": .string(column.name), "type": .string(column.type),
                        "optional": .bool(column.isOptional),
                    ]
                }
            ),
            "row_groups": .array(file.groups.map(group)),
        ]
    }

    private static func group(_ group: FileDescription.Group) -> JSONValue {
        [
            "rows": .integer(group.rows),
            "sorted_by": .strings(group.sortedBy),
            "columns": .array(group.chunks.map(chunk)),
        ]
    }

    private static func chunk(_ chunk: FileDescription.Chunk) -> JSONValue {
        [
            "name": .string(chunk.name),
            "encodings": .strings(chunk.encodings),
            "codec": .string(chunk.codec),
            "compressed_bytes": .integer(chunk.compressedBytes),
            "uncompressed_bytes": .integer(chunk.uncompressedBytes),
            "nulls": chunk.nullCount.map { .integer($0) } ?? .null,
            "min": chunk.min.map { .string($0) } ?? .null,
            "max": chunk.max.map { .string($0) } ?? .null,
            "bloom_filter_bytes": chunk.bloomFilterBytes.map { .integer($0) } ?? .null,
            "page_index": .bool(chunk.hasPageIndex),
        ]
    }
}
