import Catalog
import Columnar
import FlowLogs
import Lake
import Parquet
import Storage
import SystemPackage

/// The table that a lake is, as its files say: columns with their types, partition keys, partitions.
public enum LakeTable {
    /// Describes the lake in a folder.
    ///
    /// Columns are those of all files, in the order they first come; types are the files' own.
    ///
    /// - Throws: ``ConversionError`` where the folder is no lake, a file is damaged, or files disagree.
    public static func definition(
        lake: String,
        name: String,
        location: String?
    ) async throws(ConversionError) -> TableDefinition {
        let files: [LakeFile]
        do {
            files = try await LakeReader(store: LocalStore(root: FilePath(lake))).files()
        } catch {
            throw ConversionError(.inputUnavailable, "\(lake): \(error)")
        }
        guard !files.isEmpty else {
            throw ConversionError(
                .inputUnavailable,
                "\(lake): there is no Parquet file below this folder; convert into it first"
            )
        }
        let keys = files[0].partitionValues.map(\.key)
        for file in files where file.partitionValues.map(\.key) != keys {
            throw ConversionError(
                .invalidData,
                "\(lake)/\(file.path): the partition keys are not those of \(files[0].path); a table has one set of keys"
            )
        }
        let table = TableDefinition(
            name: name,
            columns: try columns(of: files, lake),
            partitionColumns: keys.enumerated().map { place, key in
                PartitionColumn(name: key, kind: kind(of: key, files.map { $0.partitionValues[place].value }))
            },
            partitions: partitions(of: files),
            location: location
        )
        do {
            try table.validate()
        } catch {
            throw ConversionError(.usage, "\(error)")
        }
        return table
    }

    private static func columns(of files: [LakeFile], _ lake: String) throws(ConversionError) -> [TableColumn] {
        var columns: [TableColumn] = []
        var types: [String: (type: ColumnType, path: String)] = [:]
        for file in files {
            for column in file.columns {
                if let known = types[column.name] {
                    guard known.type == column.type else {
                        throw ConversionError(
                            .invalidData,
                            "\(lake)/\(file.path): column \(column.name) is \(column.type) and is \(known.type) in "
                                + "\(known.path); a table's column has one type"
                        )
                    }
                    continue
                }
                types[column.name] = (column.type, file.path)
                columns.append(
                    TableColumn(
                        name: column.name,
                        type: hiveType(column.type),
                        comment: comment(column.name, column.type)
                    )
                )
            }
        }
        return columns
    }

    private static func partitions(of files: [LakeFile]) -> [TablePartition] {
        var seen: Set<String> = []
        return files.compactMap { file in
            guard !file.folder.isEmpty, seen.insert(file.folder).inserted else { return nil }
            return TablePartition(values: file.partitionValues.map(\.value), path: file.folder)
        }
    }

    private static let meanings = Dictionary(uniqueKeysWithValues: FlowField.all.map { ($0.columnName, $0.meaning) })

    private static func comment(_ column: String, _ type: ColumnType) -> String? {
        if column == RecordColumn.eventTime.columnName { return "Time of the log event" }
        if type == .timestampMillis, column == "start" { return "Time of the first packet in the interval" }
        if type == .timestampMillis, column == "end" { return "Time of the last packet in the interval" }
        return meanings[column] ?? DerivedColumn(rawValue: column)?.meaning ?? LineageColumn(rawValue: column)?.meaning
    }

    private static func hiveType(_ type: ColumnType) -> HiveType {
        switch type {
        case .int32: .int
        case .int64: .bigint
        case .string: .string
        case .timestampMillis: .timestamp
        case .boolean: .boolean
        case .double: .double
        }
    }

    /// What a key's values look like: the usual names with the usual digits, dates, or text.
    private static func kind(of key: String, _ values: [String]) -> PartitionKeyKind {
        let known = values.filter { $0 != HivePath.defaultPartition }
        func allDigits(_ count: Int) -> Bool {
            known.allSatisfy { $0.utf8.count == count && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        }
        switch key {
        case "year" where allDigits(4): return .year
        case "month" where allDigits(2): return .month
        case "day" where allDigits(2): return .day
        case "hour" where allDigits(2): return .hour
        default: break
        }
        if !known.isEmpty, known.allSatisfy(isDate) { return .date(format: "yyyy-MM-dd") }
        if let first = known.first, key == "aws-service", known.allSatisfy({ $0 == first }) { return .constant(first) }
        return .text
    }

    private static func isDate(_ value: String) -> Bool {
        let parts = value.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [4, 2, 2]
            && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
