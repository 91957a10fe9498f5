internal import JSON

/// What every catalog has to say about Parquet files.
extension TableDefinition {
    /// The properties that Athena and Glue share; the projection's follow them.
    var formatProperties: [TableProperty] {
        [
            TableProperty("classification", "parquet"),
            TableProperty("parquet.compression", compression.rawValue),
        ]
    }

    /// Glue's `StorageDescriptor` for the files below a location.
    ///
    /// `BucketColumns` and `Parameters` are there although empty: `SHOW CREATE TABLE` and Glue's own jobs fail without.
    func storageDescriptor(location: String) -> JSONValue {
        [
            "Columns": .array(columns.map(\.glueColumn)),
            "Location": .string(location),
            "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            // The pages are compressed, not the files.
            "Compressed": false,
            "NumberOfBuckets": -1,
            "SerdeInfo": [
                "SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                "Parameters": ["serialization.format": "1"],
            ],
            "BucketColumns": [],
            "SortColumns": [],
            "Parameters": [:],
            "StoredAsSubDirectories": false,
        ]
    }
}

extension TableColumn {
    /// Glue's `Column`.
    fileprivate var glueColumn: JSONValue {
        var members = [JSONMember("Name", .string(name)), JSONMember("Type", .string(type.rawValue))]
        if let comment { members.append(JSONMember("Comment", .string(HiveText.catalogComment(comment)))) }
        return .object(members)
    }
}
