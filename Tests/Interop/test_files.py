"""What the files of a lake look like to readers: order, bloom filters, sizes."""

from __future__ import annotations

import duckdb
import pyarrow.parquet as pq
import pytest

import log_generator
from conftest import Lake, convert


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
