"""`flowconv cat`: the lines as they were, the other forms, and conditions, judged by DuckDB."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import BINARY, NO_INPUT, USAGE, convert, error_line, run



def generate(lines: int, form: str = "default", seed: int = 7) -> bytes:
    done = run("generate", "--lines", lines, "--format", form, "--seed", seed)
    assert done.status == 0, done.stderr
    return done.stdout


FORMATS = ["default", "v5", "v11", "tgw", "cloudwatch-export"]


def data_lines(text: bytes) -> list[bytes]:
    lines = text.splitlines()
    first = lines[0].split()
    return lines[1:] if b"version" in first or b"account-id" in first else lines


@pytest.mark.parametrize("compression", ["zstd", "gzip", "uncompressed"])
@pytest.mark.parametrize("by", ["day", "hour", "none"])
def test_nothing_is_lost(tmp_path, by, compression):
    for form in FORMATS:
        text = generate(5_000, form)
        source, lake = tmp_path / f"{form}.log", tmp_path / f"lake-{form}"
        source.write_bytes(text)
        convert(lake, source, options=["--partition-by", by, "--compression", compression])
        done = run("cat", lake)
        assert done.status == 0, done.stderr
        assert done.stderr == ""
        assert sorted(done.stdout.splitlines()) == sorted(data_lines(text)), form


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cat")
    source = folder / "in.log"
    source.write_bytes(generate(60_000))
    convert(folder / "lake", source, options=["--partition-by", "hour"])
    return folder / "lake"


@pytest.fixture(scope="module")
def table(lake):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(
        f"CREATE TABLE t AS SELECT * FROM read_parquet('{lake}/**/*.parquet', hive_partitioning = true, "
        "hive_types_autocast = false)"
    )
    return connection


def names(table) -> list[str]:
    every = [row[0] for row in table.execute("DESCRIBE t").fetchall()]
    return [name for name in every if name not in ("year", "month", "day", "hour")]


def test_csv(lake, table):
    done = run("cat", lake, "--as", "csv")
    rows = list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))
    assert rows[0] == names(table)
    wanted = table.execute("SELECT COLUMNS(* EXCLUDE (year, month, day, hour))::VARCHAR FROM t").fetchall()
    assert sorted(map(tuple, rows[1:])) == sorted(tuple("" if v is None else v for v in row) for row in wanted)


def test_csv_quoting(tmp_path):
    values = ["", "a,b", 'quo"te', "line\nbreak", "naïve", None, "plain"]
    pq.write_table(pa.table({'na"me,': values, "n": list(range(7))}), tmp_path / "f.parquet", compression="none")
    done = run("cat", tmp_path / "f.parquet", "--as", "csv")
    rows = list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))
    assert rows == [['na"me,', "n"]] + [["" if v is None else v, str(i)] for i, v in enumerate(values)]
    # An empty text is not NULL.
    assert done.stdout.split(b"\r\n")[1] == b'"",0'


def test_columns_and_limit(lake):
    done = run("cat", lake, "--as", "jsonl", "--columns", "dstport, hour,srcaddr", "--limit", 3)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(row) for row in rows] == [["dstport", "hour", "srcaddr"]] * 3
    assert run("cat", lake, "--limit", 0).stdout == b""
    assert run("cat", lake, "--limit", 12345).stdout.count(b"\n") == 12345


CONDITIONS = [
    "dstport = 443",
    "dstport = 443 AND protocol = 6",
    "dstport != 443 and action = 'REJECT'",
    "bytes >= 1000 and bytes < 2000",
    "packets > 5 and packets <= 6",
    "srcport is null",
    "srcaddr is not null and dstport = 22",
    "srcaddr = 'no such address'",
    "srcaddr >= '10.' and srcaddr < '10.0.1'",
    "log_status <> 'OK'",
    "hour = '03' and dstport = 443",
    "hour < '05' and bytes > 100000",
    "year = '1999'",
    "start >= 1748320000 and start < 1748323600",
    "protocol = 99999999999",
    "bytes > 12.5 and bytes < 60.25",
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_where(lake, table, condition):
    wanted = table.execute(f"SELECT * EXCLUDE (year, month, day, hour) FROM t WHERE {condition}").fetchall()
    done = run("cat", lake, "--as", "jsonl", "--where", condition)
    assert done.status == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    key = lambda row: tuple((value is not None, value) for value in row)
    assert sorted((tuple(row[name] for name in names(table)) for row in rows), key=key) == sorted(wanted, key=key)
    assert re.fullmatch(r"read [\d,]+ of [\d,]+ bytes \([\d.]+ %\) in \d+ of \d+ files\n", done.stderr)


def test_where_finds_every_value_of_a_sorted_file(tmp_path):
    """Page bounds, bloom filters and row positions of a file with many small pages, each value asked for."""
    rows = [(i // 3, f"k{i // 7:05d}", i % 11 or None) for i in range(3000)]
    columns = {
        "n": pa.array([row[0] for row in rows], pa.int64()),
        "s": pa.array([row[1] for row in rows]),
        "m": pa.array([row[2] for row in rows], pa.int32()),
    }
    path = tmp_path / "f.parquet"
    for index, blooms in ((True, None), (False, None), (True, {"s": True, "n": True})):
        options = {"bloom_filter_options": blooms} if blooms else {}
        pq.write_table(
            pa.table(columns),
            path,
            compression="zstd",
            write_page_index=index,
            data_page_size=200,
            write_batch_size=10,
            row_group_size=1000,
            **options,
        )
        for wanted in range(0, 1000, 97):
            found = run("cat", path, "--as", "jsonl", "--where", f"n = {wanted} AND s >= 'k'").stdout.splitlines()
            assert [json.loads(line) for line in found] == [
                {"n": n, "s": s, "m": m} for n, s, m in rows if n == wanted
            ]
        for wanted in ("k00000", "k00100", "k00428", "k00429", "k1"):
            found = run("cat", path, "--as", "jsonl", "--where", f"s = '{wanted}'").stdout.splitlines()
            assert [json.loads(line)["n"] for line in found] == [n for n, s, m in rows if s == wanted]


def test_where_reads_little(tmp_path):
    count = 200_000
    columns = {"k": list(range(count)), "text": [f"value {i * 7919 % 100_003}" for i in range(count)]}
    path = tmp_path / "f.parquet"
    pq.write_table(pa.table(columns), path, compression="zstd", write_page_index=True, use_dictionary=False,
                   data_page_size=16_384)
    done = run("cat", path, "--where", "k = 123456")
    assert done.stdout == b"123456 value %d\n" % (123456 * 7919 % 100_003)
    share = float(re.search(r"\(([\d.]+) %\)", done.stderr).group(1))
    assert share < 5


BAD = ["", "srcaddr", "srcaddr = ", "srcaddr = 'x", "srcaddr = 'x' or dstport = 1", "dstport = 'abc'", "srcaddr = 5",
       "= 5", "srcaddr is 5", "dstport = true"]


@pytest.mark.parametrize("condition", BAD)
def test_bad_conditions(lake, condition):
    done = run("cat", lake, "--where", condition)
    assert done.status == USAGE
    error_line(done)


def test_missing_input(tmp_path):
    for path in (tmp_path / "none", tmp_path):
        done = run("cat", path)
        assert done.status == NO_INPUT
        error_line(done)


def test_the_pipe_may_close(lake):
    with subprocess.Popen([BINARY, "cat", lake], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(timeout=30)
