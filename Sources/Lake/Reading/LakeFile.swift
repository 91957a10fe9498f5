import Parquet

/// A data file of a lake, and what its footer says.
public struct LakeFile: Sendable {
    /// The key, relative to the lake.
    public let path: String
    /// Size in bytes.
    public let bytes: Int
    /// The footer.
    public let metaData: FileMetaData
    /// The columns.
    public let columns: [ColumnDescriptor]

    /// The folders that name partition keys, outermost first, with unescaped values.
    public var partitionValues: [(key: String, value: String)] {
        // By bytes, since a combining mark behind an equals sign makes one `Character` of both.
        path.utf8.split(separator: UInt8(ascii: "/")).dropLast().compactMap { folder in
            guard let equals = folder.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let value = Substring(folder[folder.index(after: equals)...])
            return (String(Substring(folder[..<equals])), HivePath.unescape(value))
        }
    }

    /// The folder, as it is spelled.
    public var folder: String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }
}
