"""A corpus of our Parquet files, read by seven readers that are not ours.

`parquet-corpus` (Tests/ParquetCorpus) writes each file beside a JSON file of what it holds. `FLOWCONV_CORPUS_MAKER` names it;
`.build/debug/parquet-corpus` is the default. `LIMITS` is the table of what readers lack.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import HERE, ROOT
from parquet_readers import ARROW, READERS, Column, File, is_nan, load, number

MAKER = Path(os.environ.get("FLOWCONV_CORPUS_MAKER") or ROOT / ".build" / "debug" / "parquet-corpus").absolute()
NAMES = json.loads(subprocess.run([MAKER, "--list"], check=True, capture_output=True).stdout)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> dict[str, File]:
    folder = tmp_path_factory.mktemp("corpus")
    subprocess.run([MAKER, folder], check=True, timeout=120)
    return {name: load(folder / f"{name}.parquet") for name in NAMES}


@pytest.fixture(scope="module")
def spark():
    os.environ["TZ"] = "UTC"
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").appName("parquet-matrix")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.memory": "768m",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.hadoop.parquet.page.verify-checksum.enabled": "true",
        "spark.log.level": "OFF",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


# What readers lack: (reader, file) → what happens, and why.
#
# "raises": the reader says that it cannot read the file, and has to go on saying so. "defect": it crashes or gives wrong
# values, by a defect of its own (see `test_fastparquet_has_the_same_trouble_with_others`).
BEYOND = "times beyond 292,000 years: it has microseconds or nanoseconds only"
WIDE_DELTAS = "DELTA_BINARY_PACKED wider than 28 bits: fastparquet drops the upper bits"
LIMITS: dict[tuple[str, str], tuple[str, str]] = {
    ("duckdb", "ends-timestamp"): ("raises", BEYOND),
    ("spark", "ends-timestamp"): ("raises", BEYOND),
    ("fastparquet", "ends-timestamp"): ("defect", "the smallest 64-bit integer is pandas' NaT, so it is read as NULL"),
    ("fastparquet", "all-distinct"): ("defect", WIDE_DELTAS),
    ("fastparquet", "eight-rows"): ("defect", WIDE_DELTAS),
    ("fastparquet", "nine-rows"): ("defect", WIDE_DELTAS),
    ("fastparquet", "ends-int64"): ("defect", WIDE_DELTAS),
    ("fastparquet", "row-groups-50"): ("defect", WIDE_DELTAS),
    ("fastparquet", "timestampMillis-zstd-none-null"): ("defect", WIDE_DELTAS),
    ("fastparquet", "timestampMillis-gzip-none-null"): ("defect", WIDE_DELTAS),
    ("fastparquet", "timestampMillis-uncompressed-none-null"): ("defect", WIDE_DELTAS),
    ("fastparquet", "timestampMillis-uncompressed-some-null"): ("defect", WIDE_DELTAS),
    ("fastparquet", "sorted-nulls-last"): ("defect", "a DELTA_BINARY_PACKED page without values: fastparquet reads on"),
}


def forked(reader: str, paths) -> dict[str, str]:
    """What a reader says to each file in a process of its own; nothing where all is right."""
    done = subprocess.run(
        [sys.executable, HERE / "parquet_readers.py", reader],
        input="\n".join(map(str, paths)),
        text=True,
        capture_output=True,
        check=True,
        timeout=170,
    )
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.fixture(scope="module")
def fastparquet_says(corpus):
    return forked("fastparquet", (file.path for file in corpus.values()))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reader", READERS)
def test_values(reader, name, corpus, request):
    kind, reason = LIMITS.get((reader, name), ("reads", ""))
    if reader == "fastparquet":
        said = request.getfixturevalue("fastparquet_says")[name]
        if said and kind == "defect":
            pytest.xfail(f"{reason}: {said}")
        assert said == ""
        return
    arguments = [corpus[name]] + ([request.getfixturevalue("spark")] if reader == "spark" else [])
    if kind == "raises":
        with pytest.raises(Exception) as raised:
            READERS[reader](*arguments)
        assert not isinstance(raised.value, AssertionError), f"{reason}; yet it read something wrong"
    else:
        READERS[reader](*arguments)


def test_limits_name_readers_and_files():
    assert all(reader in READERS and name in NAMES for reader, name in LIMITS)


def test_corpus_is_large_enough():
    assert len(NAMES) == len(set(NAMES)) >= 40


def test_fastparquet_has_the_same_trouble_with_others(tmp_path, corpus):
    """Deltas of more than 28 bits, in a file that PyArrow wrote: the row in the table is fastparquet's, not ours."""
    column = corpus["eight-rows"].columns[3]
    assert column.type == "timestampMillis"
    table = pa.table({column.name: pa.array(column.values, ARROW[column.type])})
    path = tmp_path / "others.parquet"
    pq.write_table(table, path, use_dictionary=False, column_encoding={column.name: "DELTA_BINARY_PACKED"})
    facts = {"name": column.name, "type": column.type, "encoding": None, "values": [str(v) for v in column.values]}
    path.with_suffix(".json").write_text(json.dumps({"codec": "SNAPPY", "rowGroups": [8], "columns": [facts]}))
    assert pq.read_table(path).equals(table)
    assert forked("fastparquet", [path])["others"] != "", "fastparquet is repaired: take its rows out of LIMITS"


# Metadata


def order(column: Column, value):
    """What values are compared by: text by its bytes, doubles as numbers."""
    if column.type == "string":
        return value.encode("utf-8")
    return number(value) if column.type == "double" else value


def ends(column: Column, values: list):
    """The smallest and the largest value, or nothing where there are none or a NaN is among them."""
    present = [value for value in values if value is not None]
    if not present or column.type == "double" and any(map(is_nan, present)):
        return None
    keys = [order(column, value) for value in present]
    return min(keys), max(keys)


def check_bounds(column: Column, values: list, least, greatest, limit: int):
    """Bounds hold all values; they are values themselves unless they are text longer than `limit`."""
    true = ends(column, values)
    if true is None:
        assert least is None and greatest is None
        return
    if column.type == "string" and len(true[0]) > limit:
        assert len(least) <= limit and true[0].startswith(least)
    else:
        assert least == true[0]
    if column.type == "string" and len(true[1]) > limit:
        assert greatest is None or len(greatest) <= limit and true[1] < greatest
    else:
        assert greatest == true[1]
    if column.type == "double":
        # Zeros of both signs are equal, so that a bound has to be the outer one (parquet.thrift, `TypeDefinedOrder`).
        assert least != 0 or str(least) == "-0.0"
        assert greatest != 0 or str(greatest) == "0.0"


@pytest.mark.parametrize("name", NAMES)
def test_statistics_seen_by_pyarrow(name, corpus):
    expected = corpus[name]
    metadata = pq.read_metadata(expected.path)
    assert [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)] == expected.groups
    found = {key.decode(): value.decode() for key, value in (metadata.metadata or {}).items()}
    assert found == expected.facts["metadata"]
    for group, place, column, values in expected.chunks():
        chunk = metadata.row_group(group).column(place)
        assert chunk.compression == expected.codec
        assert chunk.num_values == len(values)
        assert chunk.has_offset_index
        if column.encoding:
            assert column.encoding in chunk.encodings
        statistics = chunk.statistics
        assert statistics.null_count == values.count(None)
        least, greatest = (statistics.min_raw, statistics.max_raw) if statistics.has_min_max else (None, None)
        if column.type == "string":
            least, greatest = (v.encode() if isinstance(v, str) else v for v in (least, greatest))
        if column.type == "string" and not statistics.has_min_max and ends(column, values):
            assert name == "bounds-without-upper"
            continue
        check_bounds(column, values, least, greatest, expected.facts["truncateLength"])
        nan = column.type == "double" and any(map(is_nan, values))
        assert chunk.has_column_index or nan or name == "bounds-without-upper"
    for group in range(metadata.num_row_groups):
        found = [
            [item.column_index, item.descending, item.nulls_first] for item in metadata.row_group(group).sorting_columns
        ]
        assert found == expected.facts["sorting"]
