import Catalog
import Testing

@Suite
struct AthenaDDLTests {
    @Test
    func partitionedTable() {
        let table = TableDefinition(
            name: "flow_logs",
            columns: Samples.columns,
            partitionColumns: Samples.dateKeys,
            location: "s3://lake/flows",
            comment: "VPC Flow Logs"
        )
        #expect(
            AthenaDDL(table: table).text == #"""
                -- Next, register the partitions: ALTER TABLE flow_logs ADD PARTITION or MSCK REPAIR TABLE flow_logs
                CREATE EXTERNAL TABLE IF NOT EXISTS flow_logs (
                  version int,
                  `start` bigint COMMENT 'the capture window\'s start',
                  action string
                )
                COMMENT 'VPC Flow Logs'
                PARTITIONED BY (year string, month string, day string)
                STORED AS PARQUET
                LOCATION 's3://lake/flows/'
                TBLPROPERTIES (
                  'classification' = 'parquet',
                  'parquet.compression' = 'ZSTD'
                );

                """#
        )
    }

    @Test
    func tableWithoutLocation() {
        let table = TableDefinition(name: "1_table", columns: [TableColumn(name: "_x", type: .double)])
        #expect(
            AthenaDDL(table: table).text == """
                -- LOCATION is a placeholder: pass --location s3://your-bucket/path/ to set it
                CREATE EXTERNAL TABLE IF NOT EXISTS `1_table` (
                  `_x` double
                )
                STORED AS PARQUET
                LOCATION 's3://amzn-s3-demo-bucket/path/'
                TBLPROPERTIES (
                  'classification' = 'parquet',
                  'parquet.compression' = 'ZSTD'
                );

                """
        )
        #expect(AthenaDDL(table: table, projection: PartitionProjection()).text == AthenaDDL(table: table).text)
        #expect(AthenaDDL(table: table).addPartitions.isEmpty)
    }

    @Test
    func projectedTable() {
        let table = Samples.daily([Samples.day("2024", "05", "25"), Samples.day("2023", "12", "31")])
        #expect(
            AthenaDDL(table: table, projection: PartitionProjection()).text == #"""
                -- projection.year.range ends with 2024: widen it before there is data of other years
                CREATE EXTERNAL TABLE IF NOT EXISTS flow_logs (
                  version int,
                  `start` bigint COMMENT 'the capture window\'s start',
                  action string
                )
                PARTITIONED BY (year string, month string, day string)
                STORED AS PARQUET
                LOCATION 's3://lake/flows/'
                TBLPROPERTIES (
                  'classification' = 'parquet',
                  'parquet.compression' = 'ZSTD',
                  'projection.enabled' = 'true',
                  'projection.year.type' = 'integer',
                  'projection.year.range' = '2023,2024',
                  'projection.year.digits' = '4',
                  'projection.month.type' = 'integer',
                  'projection.month.range' = '1,12',
                  'projection.month.digits' = '2',
                  'projection.day.type' = 'integer',
                  'projection.day.range' = '1,31',
                  'projection.day.digits' = '2',
                  'storage.location.template' = 's3://lake/flows/year=${year}/month=${month}/day=${day}/'
                );

                """#
        )
    }

    @Test
    func addPartitions() {
        let table = Samples.keyed(.text, ["it's", "a:b"], paths: ["it's": "/k=it%27s/", "a:b": "k=a%3Ab"])
        #expect(
            AthenaDDL(table: table).addPartitions == [
                #"""
                ALTER TABLE flow_logs ADD IF NOT EXISTS
                  PARTITION (k = 'it\'s') LOCATION 's3://lake/k=it%27s/'
                  PARTITION (k = 'a:b') LOCATION 's3://lake/k=a%3Ab/';

                """#
            ]
        )
    }

    @Test(arguments: [(0, []), (1, [1]), (100, [100]), (101, [100, 1]), (250, [100, 100, 50])])
    func addPartitionsInBatches(count: Int, expected: [Int]) {
        let table = Samples.keyed(.text, (0..<count).map { "v\($0)" })
        let statements = AthenaDDL(table: table).addPartitions
        #expect(statements.map { $0.split(separator: "\n").count - 1 } == expected)
    }

    @Test
    func defaultPartitionsAreNotAddedButNamed() {
        let table = Samples.keyed(.text, ["a", TablePartition.defaultValue])
        let ddl = AthenaDDL(table: table)
        #expect(!ddl.addPartitions.joined().contains(TablePartition.defaultValue))
        #expect(
            ddl.text.contains(
                "\n-- Partitions with __HIVE_DEFAULT_PARTITION__ (1) cannot be added by ALTER TABLE: use Glue\n"
            )
        )
    }

    @Test
    func valuesCannotLeaveACommentLine() {
        let table = Samples.keyed(.year, ["x\n; DROP TABLE y"])
        let text = AthenaDDL(table: table, projection: PartitionProjection()).text
        #expect(text.contains("see k=x ; DROP TABLE y\n"))
        #expect(!text.contains("\n; DROP"))
    }
}
