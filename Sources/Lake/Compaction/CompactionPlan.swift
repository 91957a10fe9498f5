import Parquet
import Storage

/// Which files are merged with which.
enum CompactionPlan {
    /// Files of one folder and one schema.
    struct Group: Sendable {
        let folder: String
        let schema: String
        let scheme: String
        var files: [CommittedFile]
    }

    private struct Place: Hashable {
        let folder: String
        let schema: String
    }

    /// The groups that are worth it: two files or more that are smaller than half of the target, or, where rows are to be
    /// sorted, all files of a folder unless it is a single one that is sorted so.
    static func groups(
        _ state: LakeState,
        store: any ObjectStore,
        options: CompactionOptions
    ) async throws -> [Group] {
        var schemes: [String: String] = [:]
        for record in state.records.values { for file in record.files { schemes[file.path] = record.scheme } }
        var groups: [Place: Group] = [:]
        for file in state.files {
            let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
            guard isWanted(folder, options.partition) else { continue }
            if options.table.sortColumns.isEmpty, file.bytes >= options.table.targetFileSizeInBytes / 2 { continue }
            let place = Place(folder: folder, schema: file.schema)
            let empty = Group(folder: folder, schema: file.schema, scheme: schemes[file.path] ?? "none", files: [])
            groups[place, default: empty].files.append(file)
        }
        var chosen: [Group] = []
        for group in groups.values.sorted(by: { ($0.folder, $0.schema) < ($1.folder, $1.schema) }) {
            if group.files.count > 1 {
                chosen.append(group)
            } else if !options.table.sortColumns.isEmpty {
                if try await !isSorted(group.files[0], store, options.table.sortColumns) { chosen.append(group) }
            }
        }
        return chosen
    }

    private static func isWanted(_ folder: String, _ partition: String) -> Bool {
        let wanted = partition.split(separator: "/")
        return folder.split(separator: "/").starts(with: wanted)
    }

    private static func isSorted(
        _ file: CommittedFile,
        _ store: any ObjectStore,
        _ columns: [String]
    ) async throws -> Bool {
        let object = ObjectInfo(key: try LogKeys.key(file.path), size: file.bytes)
        let reader = try await ParquetFileReader(source: ObjectSource(store: store, object: object))
        let wanted = columns.filter { reader.column(named: $0) != nil }
        return reader.metaData.rowGroups.allSatisfy { group in
            (group.sortingColumns ?? []).compactMap { sorting in
                reader.columns.first { $0.chunkIndex == Int(sorting.columnIdx) }?.name
            } == wanted
        }
    }
}
