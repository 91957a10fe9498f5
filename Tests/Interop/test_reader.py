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
