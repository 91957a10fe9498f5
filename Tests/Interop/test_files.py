"""What the files of a lake look like to readers: order, bloom filters, sizes."""

from __future__ import annotations

import gzip
import json

import duckdb
import pyarrow.parquet as pq
import pytest

import log_generator
from conftest import Lake, convert


SOME_LEFT_OUT = 4


@pytest.fixture(scope="module")
def text() -> bytes:
    return next(log for log in log_generator.regular_sets() if log.name == "v2-default").text


def rows(lake: Lake) -> list[tuple]:
    columns = "version, srcaddr, dstaddr, srcport, packets, bytes, start, \"end\", log_status"
    return duckdb.sql(f"SELECT {columns} FROM read_parquet('{lake.path}/**/*.parquet') ORDER BY ALL").fetchall()


@pytest.mark.parametrize("order", ["none", "start,end", "srcaddr,start", "interface_id,srcaddr,dstaddr", "bytes"])
def test_rows_are_sorted_within_row_groups(order, text, tmp_path):
    plain, lake = Lake(tmp_path / "plain"), Lake(tmp_path / "lake")
    convert(plain.path, "-", stdin=text, options=["--sort-by", "none", "--partition-by", "none"])
    convert(lake.path, "-", stdin=text, options=["--sort-by", order, "--partition-by", "none"])
    assert rows(lake) == rows(plain)
    for path in lake.parquet():
        file = pq.ParquetFile(path)
        for group in range(file.metadata.num_row_groups):
            names = [] if order == "none" else order.split(",")
            recorded = [file.schema_arrow.names[column.column_index] for column in file.metadata.row_group(group).sorting_columns]
            assert recorded == names
            if names:
                found = list(zip(*(file.read_row_group(group, columns=[name]).column(0).to_pylist() for name in names)))
                keys = [tuple((value is not None, value if value is not None else 0 if isinstance(value, int) else "")
                              if value is not None else (False,) for value in row) for row in found]
                assert all(left <= right for left, right in zip(keys, keys[1:]))


def test_bloom_filters_are_there_for_other_readers(text, tmp_path):
    lake = Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=text, options=["--partition-by", "none"])
    (path,) = lake.parquet()
    with_filter = duckdb.sql(
        f"SELECT path_in_schema FROM parquet_metadata('{path}') WHERE bloom_filter_length > 0 ORDER BY ALL").fetchall()
    assert with_filter == [("dstaddr",), ("interface_id",), ("srcaddr",)]
    address = duckdb.sql(f"SELECT srcaddr FROM '{path}' WHERE srcaddr IS NOT NULL LIMIT 1").fetchall()[0][0]
    probe = f"SELECT bool_and(bloom_filter_excludes) FROM parquet_bloom_probe('{path}', 'srcaddr', '{{}}')"
    assert duckdb.sql(probe.format(address)).fetchall()[0] == (False,)
    assert duckdb.sql(probe.format("no such address")).fetchall()[0] == (True,)
    without = Lake(tmp_path / "without")
    convert(without.path, "-", stdin=text, options=["--partition-by", "none", "--bloom-filter", "none"])
    (path,) = without.parquet()
    assert duckdb.sql(f"SELECT count(*) FROM parquet_metadata('{path}') WHERE bloom_filter_length > 0").fetchall()[0] == (0,)


def test_large_files_are_followed_by_others(text, tmp_path):
    lake = Lake(tmp_path / "lake")
    options = ["--partition-by", "none", "--target-file-size", "1MiB", "--memory", "32MiB"]
    convert(lake.path, *["-"], stdin=text * 12, options=options)
    assert len(lake.parquet()) > 1
    assert sum(pq.read_metadata(path).num_rows for path in lake.parquet()) == 12 * sum(
        1 for line in text.splitlines() if line and not line.startswith(b"version"))


def notes(lake: Lake) -> list[dict]:
    """What the files' footers say of record format and inputs, as PyArrow reads it."""
    found = []
    for path in lake.parquet():
        metadata = {key.decode(): value.decode() for key, value in pq.read_metadata(path).metadata.items()}
        assert set(metadata) - {"ARROW:schema"} == {"flowconv.record_format", "flowconv.inputs"}
        assert metadata["flowconv.record_format"].startswith("${version} ${account-id}")
        found.append(json.loads(metadata["flowconv.inputs"]))
    return found


def test_footers_name_the_inputs(text, tmp_path):
    (tmp_path / "in").mkdir()
    paths = [tmp_path / "in" / name for name in ("a.log", "b größe.log.gz")]
    paths[0].write_bytes(text)
    paths[1].write_bytes(gzip.compress(text, mtime=0))
    lake = Lake(tmp_path / "lake")
    convert(lake.path, tmp_path / "in", options=["--partition-by", "hour"])
    told = notes(lake)
    assert len(told) > 1 and all(note == told[0] for note in told)
    assert told[0]["count"] == 2 and told[0]["names"] == [path.name for path in paths]
    assert len(told[0]["hash"]) == 32
    # A copy of the folder gives the same bytes.
    (tmp_path / "in").rename(tmp_path / "elsewhere")
    copy = Lake(tmp_path / "copy")
    convert(copy.path, tmp_path / "elsewhere", options=["--partition-by", "hour"])
    assert sorted(copy.hashes().values()) == sorted(lake.hashes().values())
    (tmp_path / "elsewhere").rename(tmp_path / "in")
    # The hash tells the bytes, whatever the names.
    paths[0].write_bytes(text + text.splitlines(keepends=True)[-1])
    other = Lake(tmp_path / "other")
    convert(other.path, tmp_path / "in", options=["--partition-by", "none"])
    (changed,) = notes(other)
    assert changed["names"] == told[0]["names"] and changed["hash"] != told[0]["hash"]
    piped = Lake(tmp_path / "piped")
    convert(piped.path, "-", stdin=text, options=["--partition-by", "none"])
    assert notes(piped) == [{"count": 1, "names": ["-"]}]


def test_footers_stay_small_with_many_inputs(text, tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(300):
        (tmp_path / "in" / f"{number:03}.log").write_bytes(text[:2000].rsplit(b"\n", 1)[0] + b"\n")
    lake = Lake(tmp_path / "lake")
    convert(lake.path, tmp_path / "in", options=["--partition-by", "none"])
    (told,) = notes(lake)
    assert told["count"] == 300 and len(told["hash"]) == 32 and "names" not in told


def test_an_input_that_is_skipped_is_not_named(text, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.log").write_bytes(text)
    (tmp_path / "in" / "torn.log.gz").write_bytes(gzip.compress(text, mtime=0)[:-20])
    lake = Lake(tmp_path / "lake")
    convert(lake.path, tmp_path / "in", options=["--partition-by", "none", "--on-object-error", "skip"], expect=SOME_LEFT_OUT)
    (told,) = notes(lake)
    assert told["count"] == 1 and told["names"] == ["good.log"]
