import Catalog
import JSON
import Testing

@Suite
struct GlueTests {
    @Test
    func tableInput() {
        let table = TableDefinition(
            name: "flow_logs",
            columns: Samples.columns,
            partitionColumns: [PartitionColumn(name: "region_p", kind: .constant("eu-west-1"))],
            location: "s3://lake/flows//",
            comment: "Flow logs",
            compression: .gzip
        )
        #expect(
            GlueTableInput(table: table, projection: PartitionProjection()).json == """
                {
                  "Name": "flow_logs",
                  "Description": "Flow logs",
                  "Retention": 0,
                  "StorageDescriptor": {
                    "Columns": [
                      {"Name": "version", "Type": "int"},
                      {"Name": "start", "Type": "bigint", "Comment": "the capture window's start"},
                      {"Name": "action", "Type": "string"}
                    ],
                    "Location": "s3://lake/flows/",
                    "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                    "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                    "Compressed": false,
                    "NumberOfBuckets": -1,
                    "SerdeInfo": {
                      "SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                      "Parameters": {"serialization.format": "1"}
                    },
                    "BucketColumns": [],
                    "SortColumns": [],
                    "Parameters": {},
                    "StoredAsSubDirectories": false
                  },
                  "PartitionKeys": [
                    {"Name": "region_p", "Type": "string"}
                  ],
                  "TableType": "EXTERNAL_TABLE",
                  "Parameters": {
                    "EXTERNAL": "TRUE",
                    "classification": "parquet",
                    "parquet.compression": "GZIP",
                    "typeOfData": "file",
                    "projection.enabled": "true",
                    "projection.region_p.type": "enum",
                    "projection.region_p.values": "eu-west-1",
                    "storage.location.template": "s3://lake/flows/region_p=${region_p}/"
                  }
                }

                """
        )
    }

    @Test
    func tableWithoutKeysHasAnEmptyList() {
        let table = TableDefinition(name: "t", columns: Samples.columns)
        let json = GlueTableInput(table: table).json
        #expect(json.contains("\"PartitionKeys\": [],"))
        #expect(json.contains("\"Location\": \"\(TableDefinition.placeholderLocation)\","))
        #expect(GluePartitionInputs(table: table).json == "[]\n")
    }

    @Test
    func partitionInputs() {
        let table = TableDefinition(
            name: "t",
            columns: [TableColumn(name: "version", type: .int)],
            partitionColumns: [
                PartitionColumn(name: "k", kind: .text),
                PartitionColumn(name: "year", kind: .year),
            ],
            partitions: [TablePartition(values: ["a:b", TablePartition.defaultValue], path: "k=a%3Ab/year=x")],
            location: "s3://lake/"
        )
        #expect(
            GluePartitionInputs(table: table).json == """
                [
                  {
                    "Values": ["a:b", "__HIVE_DEFAULT_PARTITION__"],
                    "StorageDescriptor": {
                      "Columns": [
                        {"Name": "version", "Type": "int"}
                      ],
                      "Location": "s3://lake/k=a%3Ab/year=x/",
                      "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                      "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                      "Compressed": false,
                      "NumberOfBuckets": -1,
                      "SerdeInfo": {
                        "SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                        "Parameters": {"serialization.format": "1"}
                      },
                      "BucketColumns": [],
                      "SortColumns": [],
                      "Parameters": {},
                      "StoredAsSubDirectories": false
                    },
                    "Parameters": {}
                  }
                ]

                """
        )
    }

    @Test
    func documentHoldsBothParts() {
        let table = Samples.keyed(.text, (0..<101).map { "v\($0)" })
        let inputs = GluePartitionInputs(table: table)
        #expect(inputs.batches == [.array(Array(inputs.values[..<100])), .array(Array(inputs.values[100...]))])
        #expect(
            GlueTableDocument(table: table).value == [
                "TableInput": GlueTableInput(table: table).value,
                "PartitionInputLists": .array(inputs.batches),
            ]
        )
    }
}
