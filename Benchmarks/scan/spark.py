"""Counts the bytes that Spark's Parquet reader (parquet-java) reads for a query."""

import pathlib

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "2g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.log.level": "ERROR",
    # What the comparison is about, whatever the defaults of the version.
    "spark.sql.parquet.filterPushdown": "true",
    "spark.hadoop.parquet.filter.stats.enabled": "true",
    "spark.hadoop.parquet.filter.dictionary.enabled": "true",
    "spark.hadoop.parquet.filter.columnindex.enabled": "true",
    "spark.hadoop.parquet.filter.bloom.enabled": "true",
    # The local file system keeps no count of vectored reads. Without checksum files and with a small buffer it counts what
    # the reader asks for: footers, page indexes, bloom filters, dictionaries and pages.
    "spark.hadoop.parquet.hadoop.vectored.io.enabled": "false",
    "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
    "spark.buffer.size": "512",
}


class Spark:
    """One session on one core."""

    def __init__(self):
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[1]").appName("scan")
        for key, value in SETTINGS.items():
            builder = builder.config(key, value)
        self.session = builder.getOrCreate()

    def bytes_read(self) -> int:
        statistics = self.session._jvm.org.apache.hadoop.fs.FileSystem.getAllStatistics()
        return sum(entry.getBytesRead() for entry in statistics if entry.getScheme() == "file")

    def open(self, lake: pathlib.Path) -> None:
        """Makes the lake the table `flows`. The schema is found before anything is counted: Athena has it from Glue."""
        self.session.read.parquet(str(lake)).createOrReplaceTempView("flows")

    def query(self, sql: str) -> tuple[list, int]:
        """The rows, sorted, and the bytes that were read for them."""
        before = self.bytes_read()
        rows = self.session.sql(sql).collect()
        return sorted(map(str, rows)), self.bytes_read() - before
