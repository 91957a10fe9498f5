"""`flowconv inspect` against what PyArrow says of the same footer."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq

from conftest import DATA, convert, error_line, run


def test_a_file_as_pyarrow_sees_it(tmp_path):
    path = tmp_path / "f.parquet"
    table = pa.table({"n": pa.array([1, None, 3] * 50, pa.int32()), "s": ["a", "b", None] * 50, "l": [[1]] * 150})
    pq.write_table(table, path, compression="gzip", row_group_size=60, write_page_index=True)
    told = json.loads(run("inspect", path, "--json").stdout)
    metadata = pq.read_metadata(path)
    assert (told["rows"], told["bytes"], told["created_by"]) == (150, path.stat().st_size, metadata.created_by)
    assert [column["name"] for column in told["columns"]] == ["n", "s", "l"]
    assert len(told["row_groups"]) == metadata.num_row_groups
    for place, group in enumerate(told["row_groups"]):
        wanted = metadata.row_group(place)
        assert group["rows"] == wanted.num_rows
        for position, column in enumerate(group["columns"]):
            chunk = wanted.column(position)
            assert column["name"] == chunk.path_in_schema
            assert column["codec"] == chunk.compression
            assert column["compressed_bytes"] == chunk.total_compressed_size
            assert column["uncompressed_bytes"] == chunk.total_uncompressed_size
            assert column["nulls"] == chunk.statistics.null_count
            assert column["page_index"] == chunk.has_column_index
        assert (group["columns"][0]["min"], group["columns"][0]["max"]) == ("1", "3")
        assert (group["columns"][1]["min"], group["columns"][1]["max"]) == ("a", "b")
    assert b"row group 2" in run("inspect", path).stdout


def test_a_lake(tmp_path):
    source = tmp_path / "in.log"
    source.write_bytes(run("generate", "--lines", 500).stdout)
    convert(tmp_path / "lake", source, options=["--partition-by", "hour"])
    files = [json.loads(line) for line in run("inspect", tmp_path / "lake", "--json").stdout.splitlines()]
    assert len(files) > 1
    assert sum(file["rows"] for file in files) == 500
    assert f"{len(files)} files" in run("inspect", tmp_path / "lake").stdout.decode()


def test_damage(tmp_path):
    path = tmp_path / "f.parquet"
    path.write_bytes(b"PAR1" + bytes(20) + b"PAR1")
    done = run("inspect", path)
    assert done.status == DATA
    error_line(done)
