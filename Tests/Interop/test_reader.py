"""Files of other writers, in many variants, read by `flowconv cat --as jsonl` and compared value for value."""

from __future__ import annotations

import datetime
import json
import math
import random

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import DATA, USAGE, error_line, run

ROWS = 5000
UTC = datetime.timezone.utc


def _some(rng: random.Random, make, nulls: float) -> list:
    return [None if rng.random() < nulls else make(i) for i in range(ROWS)]


def _table(nulls: float = 0.2, seed: int = 1) -> pa.Table:
    """Every type that is read, with runs, repeats, edges and NULLs."""
    rng = random.Random(seed)
    words = ["", "a", "naïve-名前-😀", 'quo"te', "back\\slash", "line\nbreak", "x" * 300] + [
        f"10.0.{i}.{i % 7}" for i in range(200)
    ]
    epoch = datetime.datetime(2025, 5, 27, tzinfo=UTC)
    columns = {
        "i32": pa.array(_some(rng, lambda i: rng.choice([0, 1, -1, 2**31 - 1, -(2**31), i]), nulls), pa.int32()),
        "i64": pa.array(_some(rng, lambda i: rng.choice([0, 2**63 - 1, -(2**63), i * 1000]), nulls), pa.int64()),
        "sorted": pa.array(_some(rng, lambda i: 1_748_304_000 + i // 3, nulls), pa.int64()),
        "small": pa.array(_some(rng, lambda i: rng.choice([6, 6, 6, 17]), nulls), pa.int32()),
        "f64": pa.array(_some(rng, lambda i: rng.choice([0.0, -0.0, 1.5, -1e300, 5e-324, i / 7]), nulls), pa.float64()),
        "f32": pa.array(_some(rng, lambda i: rng.choice([0.0, 0.1, -2.5, 3e38]), nulls), pa.float32()),
        "flag": pa.array(_some(rng, lambda i: i % 50 < 25 or rng.random() < 0.1, nulls), pa.bool_()),
        "text": pa.array(_some(rng, lambda i: rng.choice(words), nulls), pa.string()),
        "unique": pa.array(_some(rng, lambda i: f"eni-{rng.getrandbits(64):016x}", nulls), pa.string()),
        "ordered": pa.array(_some(rng, lambda i: f"key-{i:08d}", nulls), pa.string()),
        "time": pa.array(
            _some(rng, lambda i: epoch + datetime.timedelta(milliseconds=i * 77), nulls), pa.timestamp("ms", "UTC")
        ),
        "never": pa.array([None] * ROWS, pa.string()),
        "never_int": pa.array([None] * ROWS, pa.int64()),
        "constant": pa.array(["OK"] * ROWS, pa.string()),
    }
    return pa.table(columns)


def _plain(value):
    """A value as `--as jsonl` has it."""
    if isinstance(value, datetime.datetime):
        value = value if value.tzinfo else value.replace(tzinfo=UTC)
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _rows(table: pa.Table) -> list[dict]:
    return [{name: _plain(value) for name, value in row.items()} for row in table.to_pylist()]


def cat(path, *options) -> list[dict]:
    done = run("cat", path, "--as", "jsonl", *options)
    assert done.status == 0, done.stderr
    # JSON Lines are cut at newlines only: text may hold other line separators.
    return [json.loads(line) for line in done.stdout.decode("utf-8").split("\n") if line]


def same(path, table: pa.Table) -> None:
    found, wanted = cat(path), _rows(table)
    assert len(found) == len(wanted)
    for row, (left, right) in enumerate(zip(found, wanted)):
        assert left == right, f"row {row}"
        assert list(left) == table.column_names


TEXT = ("text", "unique", "ordered", "constant", "never")
INTEGERS = ("i32", "i64", "sorted", "small", "never_int")
VARIANTS = {
    "defaults": {},
    "no dictionary": {"use_dictionary": False},
    "small pages": {"data_page_size": 512, "write_batch_size": 16},
    "small pages, no dictionary": {"data_page_size": 512, "write_batch_size": 16, "use_dictionary": False},
    "many row groups": {"row_group_size": 77},
    "dictionary overflow": {"dictionary_pagesize_limit": 1000, "write_batch_size": 64},
    "page index and checksums": {"write_page_index": True, "write_page_checksum": True, "data_page_size": 2048},
    "delta": {
        "use_dictionary": False,
        "column_encoding": {name: "DELTA_BINARY_PACKED" for name in INTEGERS}
        | {name: "DELTA_LENGTH_BYTE_ARRAY" for name in TEXT}
        | {"flag": "RLE"},
    },
    "delta byte array": {
        "use_dictionary": False,
        "data_page_size": 4096,
        "column_encoding": {name: "DELTA_BYTE_ARRAY" for name in TEXT},
    },
    "byte stream split": {
        "use_dictionary": False,
        "column_encoding": {name: "BYTE_STREAM_SPLIT" for name in ("f32", "f64", "i32", "i64", "sorted")},
    },
    "no statistics": {"write_statistics": False},
}


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("codec", ["zstd", "gzip", "none"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_pyarrow(tmp_path, variant, codec, version):
    table = _table()
    path = tmp_path / "file.parquet"
    pq.write_table(table, path, compression=codec, data_page_version=version, **VARIANTS[variant])
    same(path, table)


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("nulls", [0.0, 1.0, 0.001])
def test_pyarrow_nulls(tmp_path, nulls, version):
    table = _table(nulls)
    path = tmp_path / "file.parquet"
    pq.write_table(table, path, compression="zstd", data_page_version=version, data_page_size=3000)
    same(path, table)


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_pyarrow_required_columns(tmp_path, version):
    table = _table(0.0).drop_columns(["never", "never_int"])
    schema = pa.schema([field.with_nullable(False) for field in table.schema])
    path = tmp_path / "file.parquet"
    pq.write_table(table.cast(schema), path, compression="gzip", data_page_version=version, data_page_size=3000)
    same(path, table)


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows(tmp_path, rows):
    table = _table().slice(0, rows)
    path = tmp_path / "file.parquet"
    pq.write_table(table, path)
    if rows:
        pq.write_table(table, path, compression="zstd")
        same(path, table)
    else:
        assert cat(path) == []


@pytest.mark.parametrize("codec", ["zstd", "gzip", "uncompressed"])
@pytest.mark.parametrize("version", ["V1", "V2"])
def test_duckdb(tmp_path, codec, version):
    table = _table()
    path = tmp_path / "file.parquet"
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.register("source", table)
    connection.execute("SET preserve_insertion_order = true")
    # DuckDB stores times in microseconds; they are whole milliseconds here.
    connection.execute(
        f"COPY source TO '{path}' (FORMAT parquet, COMPRESSION {codec}, PARQUET_VERSION {version}, ROW_GROUP_SIZE 2048)"
    )
    same(path, table)


@pytest.mark.parametrize("codec", ["zstd", "gzip", "uncompressed"])
@pytest.mark.parametrize("options", [{}, {"data_page_size": 1000}, {"row_group_size": 700}, {"statistics": False}])
def test_polars(tmp_path, codec, options):
    table = _table()
    path = tmp_path / "file.parquet"
    polars.from_arrow(table).write_parquet(path, compression=codec, **options)
    same(path, table)


SPARK = {
    "defaults": {},
    "small pages": {"parquet.page.size": "512", "parquet.page.row.count.limit": "100"},
    "no dictionary": {"parquet.enable.dictionary": "false"},
    "dictionary overflow": {"parquet.dictionary.page.size": "1000", "parquet.page.row.count.limit": "100"},
    "bloom filters": {"parquet.bloom.filter.enabled#text": "true", "parquet.bloom.filter.expected.ndv#text": "300"},
    "byte stream split": {"parquet.enable.bytestreamsplit": "true", "parquet.enable.dictionary": "false"},
}


def spark_writes(spark, table: pa.Table, folder, codec: str, times: str = "TIMESTAMP_MILLIS", **options):
    """The one file that Spark writes of a table."""
    spark.conf.set("spark.sql.parquet.outputTimestampType", times)
    frame = spark.createDataFrame(table).coalesce(1)
    frame.write.options(compression=codec, **options).parquet(str(folder))
    (path,) = folder.glob("part-*.parquet")
    return path


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("codec", ["zstd", "gzip", "uncompressed"])
@pytest.mark.parametrize("variant", SPARK)
def test_spark(tmp_path, spark, variant, codec, version):
    table = _table()
    options = SPARK[variant] | {"parquet.writer.version": version}
    path = spark_writes(spark, table, tmp_path / "out", codec, **options)
    metadata = pq.read_metadata(path)
    chunks = {name: metadata.row_group(0).column(place) for place, name in enumerate(table.column_names)}
    assert "parquet-mr" in metadata.created_by
    assert {chunk.compression for chunk in chunks.values()} == {codec.upper()}
    # The variant is what its name says.
    if variant == "no dictionary":
        assert not any(chunk.has_dictionary_page for chunk in chunks.values())
        assert ("DELTA_BINARY_PACKED" in chunks["sorted"].encodings) == (version == "v2")
    if variant == "dictionary overflow":
        dictionary, after = ("PLAIN_DICTIONARY", "PLAIN") if version == "v1" else ("RLE_DICTIONARY", "DELTA_BINARY_PACKED")
        assert {dictionary, after} <= set(chunks["i32"].encodings)
    if variant == "byte stream split":
        assert "BYTE_STREAM_SPLIT" in chunks["f64"].encodings
    same(path, table)


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("nulls", [0.0, 1.0, 0.001])
def test_spark_nulls(tmp_path, spark, nulls, version):
    table = _table(nulls)
    options = {"parquet.writer.version": version, "parquet.page.size": "3000"}
    path = spark_writes(spark, table, tmp_path / "out", "zstd", **options)
    same(path, table)


def test_spark_many_row_groups(tmp_path, spark):
    table = _table()
    options = {"parquet.block.size": "40000", "parquet.page.size.row.check.min": "10"}
    path = spark_writes(spark, table, tmp_path / "out", "gzip", **options)
    assert pq.read_metadata(path).num_row_groups > 3
    same(path, table)


@pytest.mark.parametrize("rows", [0, 1])
def test_spark_few_rows(tmp_path, spark, rows):
    table = _table().slice(0, rows)
    path = spark_writes(spark, table, tmp_path / "out", "zstd")
    same(path, table)


def test_spark_times_in_microseconds(tmp_path, spark):
    table = _table()
    path = spark_writes(spark, table, tmp_path / "out", "zstd", times="TIMESTAMP_MICROS")
    same(path, table)


def test_spark_times_of_96_bits(tmp_path, spark):
    path = spark_writes(spark, _table(), tmp_path / "out", "zstd", times="INT96")
    done = run("cat", path)
    assert done.status == DATA
    assert "column time" in error_line(done)


FASTPARQUET = {
    "defaults": {},
    "many row groups": {"row_group_offsets": 700},
    "required columns": {"has_nulls": False},
    "optional columns": {"has_nulls": True},
    "no statistics": {"stats": False},
}


@pytest.mark.parametrize("codec", ["ZSTD", "GZIP", "UNCOMPRESSED"])
@pytest.mark.parametrize("variant", FASTPARQUET)
def test_fastparquet(tmp_path, variant, codec):
    import fastparquet
    import pandas

    # pandas has no NULL among doubles, and none at all where columns are required.
    has_nulls = variant != "required columns"
    table = _table(0.2 if has_nulls else 0.0).drop_columns(["never", "never_int"])
    for name in ("f64", "f32"):
        table = table.set_column(table.column_names.index(name), name, _table(0.0)[name])
    types = {pa.int32(): pandas.Int32Dtype(), pa.int64(): pandas.Int64Dtype(), pa.bool_(): pandas.BooleanDtype()}
    frame = table.to_pandas(types_mapper=types.get if has_nulls else None)
    for name in TEXT[:4]:
        frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
    path = tmp_path / "file.parquet"
    options = {"object_encoding": {name: "utf8" for name in TEXT[:4]}} | FASTPARQUET[variant]
    fastparquet.write(str(path), frame, compression=codec, write_index=False, **options)
    assert pq.read_metadata(path).row_group(0).column(0).compression == codec
    same(path, table)


def test_fastparquet_categories(tmp_path):
    """What fastparquet writes with a dictionary."""
    import fastparquet

    table = _table().select(["text", "constant"])
    frame = table.to_pandas().astype("category")
    path = tmp_path / "file.parquet"
    fastparquet.write(str(path), frame, compression="ZSTD", write_index=False)
    assert pq.read_metadata(path).row_group(0).column(0).has_dictionary_page
    same(path, table)


def _native_delivery(lines: int = 150) -> pa.Table:
    """Records as AWS delivers them in Parquet: 32-bit and 64-bit integers, and `-` in columns of text."""
    rng = random.Random(5)
    def texts(make):
        return pa.array([make(i) if i % 11 else "-" for i in range(lines)], pa.string())

    def numbers(limit, kind):
        return pa.array([rng.randrange(limit) if i % 11 else None for i in range(lines)], kind)

    start = pa.array([1_748_304_000 + rng.randrange(300) for _ in range(lines)], pa.int64())
    return pa.table(
        {
            "version": pa.array([5] * lines, pa.int32()),
            "account_id": pa.array(["123456789012"] * lines, pa.string()),
            "interface_id": pa.array([f"eni-{i % 7:017x}" for i in range(lines)], pa.string()),
            "srcaddr": texts(lambda i: f"10.0.{i % 3}.{rng.randrange(256)}"),
            "dstaddr": texts(lambda i: f"2001:db8::{i:x}"),
            "srcport": numbers(65536, pa.int32()),
            "dstport": numbers(65536, pa.int32()),
            "protocol": numbers(256, pa.int32()),
            "packets": numbers(2**40, pa.int64()),
            "bytes": numbers(2**50, pa.int64()),
            "start": start,
            "end": pa.array([value.as_py() + 60 for value in start], pa.int64()),
            "action": texts(lambda i: "REJECT" if i % 5 == 0 else "ACCEPT"),
            "log_status": pa.array(["OK" if i % 11 else "NODATA" for i in range(lines)], pa.string()),
        }
    )


@pytest.mark.parametrize("writer", ["spark", "pyarrow"])
def test_native_delivery(tmp_path, spark, writer):
    """Small objects of gzip pages in AWS's Hive layout; the object itself is not compressed."""
    table = _native_delivery()
    folder = tmp_path / "AWSLogs" / "aws-account-id=123456789012" / "aws-service=vpcflowlogs" / "aws-region=us-east-2"
    folder = folder / "year=2025" / "month=05" / "day=27" / "hour=00"
    folder.mkdir(parents=True)
    path = folder / "123456789012_vpcflowlogs_us-east-2_fl-1234abcd_20250527T0000Z_fe123456.log.parquet"
    if writer == "spark":
        spark_writes(spark, table, tmp_path / "out", "gzip").rename(path)
    else:
        pq.write_table(table, path, compression="gzip", version="1.0")
    codecs = {pq.read_metadata(path).row_group(0).column(place).compression for place in range(table.num_columns)}
    assert codecs == {"GZIP"}
    same(path, table)
    rejected = [row for row in _rows(table) if row["action"] == "REJECT"]
    assert cat(path, "--where", "action = 'REJECT'") == rejected
    assert cat(tmp_path / "AWSLogs", "--where", "action = 'REJECT'", "--columns", "bytes") == [
        {"bytes": row["bytes"]} for row in rejected
    ]


def test_long_strings(tmp_path):
    table = pa.table({"long": [chr(97 + i % 26) * 65536 + str(i) for i in range(500)], "n": list(range(500))})
    path = tmp_path / "file.parquet"
    pq.write_table(table, path, compression="zstd")
    same(path, table)


def test_integer_widths_and_dates(tmp_path):
    table = pa.table(
        {
            "i8": pa.array([-128, 127, None], pa.int8()),
            "i16": pa.array([-32768, 32767, None], pa.int16()),
            "u8": pa.array([0, 255, None], pa.uint8()),
            "u16": pa.array([0, 65535, None], pa.uint16()),
            "u32": pa.array([0, 2**31 - 1, None], pa.uint32()),
            "u64": pa.array([0, 2**63 - 1, None], pa.uint64()),
        }
    )
    path = tmp_path / "file.parquet"
    pq.write_table(table, path, compression="none")
    same(path, table)


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_times_of_every_unit(tmp_path, unit):
    moments = [datetime.datetime(2025, 5, 27, 1, 2, 3, 4000), datetime.datetime(1969, 12, 31, 23, 59, 59, 999000), None]
    table = pa.table({"t": pa.array(moments, pa.timestamp(unit))})
    path = tmp_path / "file.parquet"
    pq.write_table(table, path, version="2.6", compression="zstd")
    same(path, table)


def test_time_with_parts_of_a_millisecond(tmp_path):
    path = tmp_path / "file.parquet"
    pq.write_table(pa.table({"t": pa.array([1], pa.timestamp("us"))}), path, compression="none")
    done = run("cat", path)
    assert done.status == DATA
    assert "column t" in error_line(done)


REFUSED = {
    "nested": ({"good": [1], "l": [[1, 2]]}, {}, "column l"),
    "struct": ({"good": [1], "s": [{"a": 1}]}, {}, "column s"),
    "fixed": ({"good": [1], "f": pa.array([b"abcd"], pa.binary(4))}, {}, "column f"),
    "decimal": ({"good": [1], "d": pa.array([1], pa.decimal128(9, 2))}, {"store_decimal_as_integer": True}, "column d"),
    "int96": (
        {"good": [1], "t": pa.array([1], pa.timestamp("ns"))},
        {"use_deprecated_int96_timestamps": True},
        "column t",
    ),
    "binary": ({"good": [1], "b": pa.array([b"\xff\xfe"], pa.binary())}, {}, "UTF-8"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_read(tmp_path, case):
    columns, options, wanted = REFUSED[case]
    path = tmp_path / "file.parquet"
    pq.write_table(pa.table(columns), path, compression="none", **options)
    done = run("cat", path)
    assert done.status == DATA
    assert wanted in error_line(done)
    # The other columns can be had.
    assert cat(path, "--columns", "good") == [{"good": 1}]


@pytest.mark.parametrize("codec", ["snappy", "lz4", "brotli"])
def test_codecs_that_are_not_read(tmp_path, codec):
    path = tmp_path / "file.parquet"
    pq.write_table(pa.table({"a": [1, 2]}), path, compression=codec)
    done = run("cat", path)
    assert done.status == DATA
    assert "zstd, gzip and uncompressed" in error_line(done)


def test_no_parquet(tmp_path):
    path = tmp_path / "file.parquet"
    path.write_bytes(b"PAR1 this is none")
    done = run("cat", path)
    assert done.status == DATA
    error_line(done)


def test_unknown_column(tmp_path):
    path = tmp_path / "file.parquet"
    pq.write_table(pa.table({"a": [1, 2]}), path, compression="none")
    for options in (["--columns", "b"], ["--where", "b = 1"]):
        done = run("cat", path, *options)
        assert done.status == USAGE
        assert "no column b" in error_line(done)
