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
if not os.access(MAKER, os.X_OK):
    raise pytest.UsageError(f"no corpus maker at {MAKER}: swift build --product parquet-corpus")
NAMES = json.loads(subprocess.run([MAKER, "--list"], check=True, capture_output=True).stdout)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> dict[str, File]:
    folder = tmp_path_factory.mktemp("corpus")
    subprocess.run([MAKER, folder], check=True, timeout=120)
    return {name: load(folder / f"{name}.parquet") for name in NAMES}


# What readers lack: (reader, file) → what happens, and why.
#
# "raises": the reader says that it cannot read the file, and has to go on saying so. "defect": it crashes or gives wrong
# values, by a defect of its own (see `test_fastparquet_has_the_same_trouble_with_others`).
BEYOND = "times beyond 292,000 years: it has microseconds or nanoseconds only"
WIDE_DELTAS = "DELTA_BINARY_PACKED wider than 28 bits: fastparquet drops the upper bits"
NULLS_IN_V2 = "NULLs in data pages of version 2: fastparquet reads PyArrow's no better"
LIMITS: dict[tuple[str, str], tuple[str, str]] = {
    ("duckdb", "ends-timestamp"): ("raises", BEYOND),
    ("spark", "ends-timestamp"): ("raises", BEYOND),
    ("fastparquet", "ends-timestamp"): ("defect", "the smallest 64-bit integer is pandas' NaT, so it is read as NULL"),
    ("fastparquet", "all-distinct"): ("defect", WIDE_DELTAS),
    ("fastparquet", "eight-rows"): ("defect", WIDE_DELTAS),
    ("fastparquet", "nine-rows"): ("defect", WIDE_DELTAS),
    ("fastparquet", "ends-int64"): ("defect", WIDE_DELTAS),
    ("fastparquet", "row-groups-50"): ("defect", WIDE_DELTAS),
    ("fastparquet", "pages-of-64-bytes"): ("defect", WIDE_DELTAS),
    ("fastparquet", "int32-zstd-some-null"): ("defect", WIDE_DELTAS),
    ("fastparquet", "int32-gzip-some-null"): ("defect", WIDE_DELTAS),
    ("fastparquet", "timestampMillis-zstd-none-null"): ("defect", WIDE_DELTAS),
    ("fastparquet", "timestampMillis-gzip-none-null"): ("defect", WIDE_DELTAS),
    ("fastparquet", "timestampMillis-uncompressed-none-null"): ("defect", WIDE_DELTAS),
    ("fastparquet", "timestampMillis-uncompressed-some-null"): ("defect", WIDE_DELTAS),
    ("fastparquet", "v2-int32-zstd"): ("defect", NULLS_IN_V2),
    ("fastparquet", "v2-int32-gzip"): ("defect", NULLS_IN_V2),
    ("fastparquet", "v2-int32-uncompressed"): ("defect", NULLS_IN_V2),
    ("fastparquet", "v2-int64-zstd"): ("defect", NULLS_IN_V2),
    ("fastparquet", "v2-int64-gzip"): ("defect", NULLS_IN_V2),
    ("fastparquet", "v2-int64-uncompressed"): ("defect", NULLS_IN_V2),
    ("fastparquet", "v2-boolean-zstd"): ("defect", NULLS_IN_V2),
    ("fastparquet", "v2-boolean-gzip"): ("defect", NULLS_IN_V2),
    ("fastparquet", "v2-boolean-uncompressed"): ("defect", NULLS_IN_V2),
    ("fastparquet", "v2-timestampMillis-uncompressed"): ("defect", NULLS_IN_V2),
    ("fastparquet", "v2-double-uncompressed"): ("defect", NULLS_IN_V2),
    **{
        ("fastparquet", name): ("defect", "DELTA_LENGTH_BYTE_ARRAY is not read")
        for name in NAMES
        if name.startswith("delta-length-") and name != "delta-length-dictionary"
    },
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


def has_deltas(path) -> bool:
    metadata = pq.read_metadata(path)
    chunks = [metadata.row_group(group).column(place) for group in range(metadata.num_row_groups)
              for place in range(metadata.num_columns)]
    return any("DELTA_BINARY_PACKED" in chunk.encodings for chunk in chunks)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reader", READERS)
def test_values(reader, name, corpus, request):
    kind, reason = LIMITS.get((reader, name), ("reads", ""))
    if reader == "fastparquet":
        said = request.getfixturevalue("fastparquet_says")[name]
        if said and kind == "defect":
            pytest.xfail(f"{reason}: {said}")
        if said.startswith("crashed") and has_deltas(corpus[name].path):
            pytest.xfail("fastparquet reads beyond the end of DELTA_BINARY_PACKED pages, and crashes where that ends badly")
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
    facts = {"name": column.name, "type": column.type, "encoding": None, "required": False, "values": [str(v) for v in column.values]}
    path.with_suffix(".json").write_text(json.dumps({"codec": "SNAPPY", "rowGroups": [8], "columns": [facts]}))
    assert pq.read_table(path).equals(table)
    assert forked("fastparquet", [path])["others"] != "", "fastparquet is repaired: take its rows out of LIMITS"


def test_fastparquet_has_the_same_trouble_with_others_pages_of_version_2(tmp_path):
    values = [None if row % 7 == 3 else row * 2654435761 for row in range(1000)]
    table = pa.table({"value": pa.array(values, pa.int64())})
    path = tmp_path / "others.parquet"
    pq.write_table(table, path, data_page_version="2.0", use_dictionary=False, max_rows_per_page=100, write_batch_size=100)
    facts = {"name": "value", "type": "int64", "encoding": None, "required": False, "values": [v if v is None else str(v) for v in values]}
    path.with_suffix(".json").write_text(json.dumps({"codec": "SNAPPY", "rowGroups": [1000], "columns": [facts]}))
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
    for place, column in enumerate(expected.columns):
        assert metadata.schema.column(place).max_definition_level == (0 if column.required else 1)
    assert [field.nullable for field in pq.read_schema(expected.path)] == [not c.required for c in expected.columns]
    for group, place, column, values in expected.chunks():
        chunk = metadata.row_group(group).column(place)
        # What hardly shrinks is stored; a dictionary always shrinks what follows it.
        assert chunk.compression == expected.codec or (
            chunk.compression == "UNCOMPRESSED" and not chunk.has_dictionary_page)
        assert chunk.num_values == len(values)
        assert chunk.has_offset_index
        if column.encoding:
            assert column.encoding in chunk.encodings
        # Levels are RLE, and so is nothing else that these files have.
        assert ("RLE" in chunk.encodings) == (not column.required)
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


@pytest.fixture(scope="module")
def duck():
    with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as connection:
        yield connection


@pytest.mark.parametrize("name", [name for name in NAMES if name != "ends-timestamp"])
def test_metadata_seen_by_duckdb(name, corpus, duck):
    expected = corpus[name]
    rows = duck.execute(
        "SELECT num_values, stats_null_count, stats_min_value, stats_max_value, compression, encodings,"
        " bloom_filter_offset, bloom_filter_length FROM parquet_metadata(?) ORDER BY row_group_id, column_id",
        [str(expected.path)],
    ).fetchall()
    chunks = list(expected.chunks())
    assert len(rows) == len(chunks)
    for row, (_, _, column, values) in zip(rows, chunks):
        count, nulls, least, greatest, codec, encodings, offset, length = row
        assert (count, nulls) == (len(values), values.count(None))
        assert codec == expected.codec or (codec == "UNCOMPRESSED" and "RLE_DICTIONARY" not in encodings)
        assert not column.encoding or column.encoding in encodings
        if column.type in ("int32", "int64") and ends(column, values):
            assert (int(least), int(greatest)) == ends(column, values)
        has_filter = column.name in expected.facts["bloomColumns"] and values.count(None) < len(values)
        assert (offset is not None) == (length is not None) == has_filter


def present(values: list) -> list:
    return list(dict.fromkeys(value for value in values if value is not None))


BLOOM = [name for name in NAMES if name.startswith("bloom-")]


@pytest.mark.parametrize("name", BLOOM)
def test_bloom_filters_seen_by_duckdb(name, corpus, duck):
    expected = corpus[name]
    for group, _, column, values in expected.chunks():
        for value in present(values)[::29]:
            probe = "SELECT * FROM parquet_bloom_probe(?, ?, ?)"
            found = duck.execute(probe, [str(expected.path), column.name, value]).fetchall()
            assert [row[2] for row in found if row[1] == group] == [False], f"{value} is left out"
            counted = duck.execute(f"SELECT count(*) FROM '{expected.path}' WHERE value = ?", [value]).fetchone()
            assert counted == (expected.columns[0].values.count(value),)


@pytest.fixture(scope="module")
def parquet_java(spark):
    """Opens a file with parquet-java's own reader, by way of Spark's."""
    jvm, configuration = spark._jvm, spark._jsc.hadoopConfiguration()
    opened = []

    def open_file(expected: File):
        path = jvm.org.apache.hadoop.fs.Path(str(expected.path))
        source = jvm.org.apache.parquet.hadoop.util.HadoopInputFile.fromPath(path, configuration)
        opened.append(jvm.org.apache.parquet.hadoop.ParquetFileReader.open(source))
        reader = opened[-1]
        blocks = list(reader.getFooter().getBlocks())
        return reader, [list(block.getColumns()) for block in blocks]

    open_file.binary = jvm.org.apache.parquet.io.api.Binary
    yield open_file
    for reader in opened:
        reader.close()


# All shapes of pages; not all files, since every call to Java takes a millisecond.
INDEXED = [
    "one-row",
    "one-null-row",
    "int32-zstd-some-null",
    "string-gzip-all-null",
    "boolean-zstd-some-null",
    "double-zstd-none-null",
    "double-nan-among-values",
    "double-nan-in-one-page",
    "double-negative-zero",
    "double-positive-zero",
    "delta-with-nulls",
    "ends-int64",
    "ends-double",
    "ends-timestamp",
    "bounds-cut",
    "bounds-cut-non-ascii",
    "bounds-without-upper",
    "text-lengths",
    "text-64-kib",
    "row-groups-of-one-row",
    "sorted-rising",
    "sorted-falling",
    "sorted-nulls-first",
    "sorted-nulls-last",
    "required-int32-v1",
    "required-string-v2",
    "delta-length-nulls",
]


def decode(column: Column, bound: bytes):
    if column.type == "string":
        return bound
    if column.type == "double":
        return struct.unpack("<d", bound)[0]
    return int.from_bytes(bound, "little", signed=True) if column.type != "boolean" else bound != b"\0"


@pytest.mark.parametrize("name", INDEXED)
def test_page_index_seen_by_parquet_java(name, corpus, parquet_java):
    expected = corpus[name]
    limit = expected.facts["truncateLength"]
    reader, blocks = parquet_java(expected)
    for group, place, column, values in expected.chunks():
        chunk = blocks[group][place]
        assert chunk.getStatistics().getNumNulls() == values.count(None)
        locations = reader.readOffsetIndex(chunk)
        pages = locations.getPageCount()
        starts = [locations.getFirstRowIndex(page) for page in range(pages)]
        assert starts[0] == 0 and starts == sorted(set(starts)) and starts[-1] < len(values)
        sizes = [locations.getCompressedPageSize(page) for page in range(pages)]
        assert locations.getOffset(0) == chunk.getFirstDataPageOffset()
        for page in range(1, pages):
            assert locations.getOffset(page) == locations.getOffset(page - 1) + sizes[page - 1]
        assert locations.getOffset(pages - 1) + sizes[-1] == chunk.getStartingPos() + chunk.getTotalSize()
        parts = [values[start:end] for start, end in zip(starts, starts[1:] + [len(values)])]
        assert max(map(len, parts)) <= expected.facts["pageRowLimit"]

        index = reader.readColumnIndex(chunk)
        unbounded = any(ends(column, part) is None and present(part) for part in parts)
        if unbounded or name == "bounds-without-upper":
            assert index is None, "the format allows no index where a page with values has no bounds"
            continue
        assert list(index.getNullPages()) == [not present(part) for part in parts]
        assert list(index.getNullCounts()) == [part.count(None) for part in parts]
        bounds = []
        for part, least, greatest in zip(parts, index.getMinValues(), index.getMaxValues()):
            least, greatest = (parquet_java.binary.fromReusedByteBuffer(b).getBytes() for b in (least, greatest))
            if not present(part):
                assert (least, greatest) == (b"", b"")
                continue
            bounds.append((decode(column, least), decode(column, greatest)))
            check_bounds(column, part, *bounds[-1], limit)
        pairs = list(zip(bounds, bounds[1:]))
        rises = all(left[0] <= right[0] and left[1] <= right[1] for left, right in pairs)
        falls = all(left[0] >= right[0] and left[1] >= right[1] for left, right in pairs)
        wanted = "ASCENDING" if rises else "DESCENDING" if falls else "UNORDERED"
        assert index.getBoundaryOrder().toString() == wanted


def test_spark_finds_rows_by_the_page_index(corpus, spark):
    """Rows under a predicate, where parquet-java leaves out pages."""
    from pyspark.sql import functions

    for name in ("sorted-falling", "sorted-nulls-last", "bounds-cut"):
        expected = corpus[name]
        frame = spark.read.parquet(str(expected.path))
        column = expected.columns[-1]
        for value in present(column.values)[::90]:
            found = len(frame.where(functions.col(column.name) == value).collect())
            assert found == column.values.count(value), f"{name}: {value}"


@pytest.mark.parametrize("name", BLOOM)
def test_bloom_filters_seen_by_parquet_java(name, corpus, parquet_java):
    expected = corpus[name]
    binary = parquet_java.binary
    reader, blocks = parquet_java(expected)
    rate = expected.facts["bloomRate"]
    for group, place, _, values in expected.chunks():
        bloom = reader.readBloomFilter(blocks[group][place])
        inserted = present(values)
        assert (bloom is None) == (not inserted)
        if bloom is None:
            continue
        for value in inserted:
            assert bloom.findHash(bloom.hash(binary.fromString(value))), f"{value} is left out"
        if group == 0:
            tries = 1000
            passed = sum(bloom.findHash(bloom.hash(binary.fromString(f"absent {n}"))) for n in range(tries))
            # Three standard deviations above the rate asked for.
            assert passed <= tries * rate + 3 * (tries * rate) ** 0.5 + 1, f"{passed} of {tries} pass"
