import Parquet

/// A file of a scan: where its bytes are, and what its folders say.
public struct ScanFile: Sendable {
    /// What to call it in messages.
    public let path: String
    /// The folders that name partition keys, outermost first, with unescaped values; `nil` for Hive's NULL.
    public let partitionValues: [(key: String, value: String?)]
    /// The bytes.
    public let source: any ParquetSource

    /// A file below folders such as `year=2025/month=05`.
    public init(path: String, source: any ParquetSource) {
        self.path = path
        self.source = source
        partitionValues = path.split(separator: "/").dropLast().compactMap { folder in
            guard let equals = folder.firstIndex(of: "="), equals != folder.startIndex else { return nil }
            let value = folder[folder.index(after: equals)...]
            let isNull = value == HivePath.defaultPartition
            return (String(folder[..<equals]), isNull ? nil : HivePath.unescape(value))
        }
    }
}
