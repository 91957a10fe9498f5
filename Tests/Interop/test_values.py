"""Value for value: a plain Python parse of the text against what PyArrow, DuckDB and Polars read from the lake."""

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import log_generator
import reference_parser as ref
from compare import READERS, assert_lake
from conftest import RECORDS, Lake, Run, convert, log_format, run, squeeze
from log_generator import LogSet

# Samples without a header line that are not in the default format. Everything else says or proves its own format.
SAMPLE_FORMATS = {
    "02": "version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport "
    "pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags log-status",
    "03": "instance-id interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr",
    "04": "resource-id instance-id interface-id subnet-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr",
    "05": "version interface-id account-id vpc-id subnet-id instance-id srcaddr dstaddr srcport dstport protocol "
    "tcp-flags type pkt-srcaddr pkt-dstaddr action log-status",
    "06": "version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id "
    "instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr "
    "pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status",
    "09": " ".join(ref.VPC_V5),
    "10": " ".join(ref.VPC_V11[:39]),
    "11": " ".join(ref.VPC_V11[:40]),
    "12": " ".join(ref.TGW),
    "13": " ".join(ref.TGW[:31]),
    "23": " ".join(ref.DEFAULT),
    "26": "version srcaddr dstaddr srcport dstport protocol start end action log-status " + " ".join(ref.VERSION_7),
    "27": "version srcaddr dstaddr srcport dstport protocol start end action log-status "
    + " ".join(ref.VERSION_8_TO_10 + ref.VERSION_11),
}
NOT_FLOW_TEXT = {"17", "28", "29", "31"}  # JSON envelopes, comma-separated values, an export of another service
ANY_NUMBER = ("--max-rejects", "1000000")
STDIN_NAMES = {"-", "stdin", "<stdin>", "/dev/stdin"}


@lru_cache
def samples() -> list[LogSet]:
    found = []
    for path in sorted(RECORDS.glob("*.log")):
        number = path.name[:2]
        if number not in NOT_FLOW_TEXT:
            given = SAMPLE_FORMATS.get(number)
            found.append(LogSet(path.stem, path.read_bytes(), tuple(given.split()) if given else None))
    return found


@lru_cache
def small_sets() -> dict[str, LogSet]:
    sets = samples() + log_generator.irregular_sets() + log_generator.regular_sets(0.01)
    return {log.name: log for log in sets}


@lru_cache
def large_sets() -> dict[str, LogSet]:
    return {log.name: log for log in log_generator.regular_sets()}


@lru_cache(maxsize=None)
def parsed(log: LogSet) -> ref.Parsed:
    return ref.parse(log.text, log.log_format)


def options(log: LogSet) -> list[str]:
    return log_format(log.log_format) + (list(ANY_NUMBER) if parsed(log).rejects else [])


def assert_rejects(lake: Lake, expected: ref.Parsed, source: str | None) -> None:
    found = lake.rejects()
    for reject in found:
        assert set(reject) >= {"source", "line", "offset", "reason", "raw"}
        assert reject["reason"].strip(), reject
        if source is None:
            assert reject["source"] in STDIN_NAMES, reject
        else:
            assert Path(reject["source"]).name == Path(source).name and source.endswith(reject["source"]), reject

    wanted = {(r.line, r.offset): r.raw.decode("utf-8", "replace") for r in expected.rejects}
    places = Counter((reject["line"], reject["offset"]) for reject in found)
    assert places == Counter(wanted.keys())
    for reject in found:
        whole, raw = wanted[reject["line"], reject["offset"]], reject["raw"].removesuffix("\r")
        if len(whole.encode()) > ref.MAX_LINE:
            assert raw and whole.startswith(raw[:256]), "a monster may be cut, not changed"
        else:
            assert raw == whole


def assert_summary(done: Run, lake: Lake, expected: ref.Parsed, stored: int, inflated: int) -> None:
    summary = done.summary
    assert summary["objects"] == summary["objects"] | {"total": 1, "skipped": 0}
    assert summary["objects"]["converted"] + summary["objects"]["empty"] == 1
    assert summary["lines"] == summary["lines"] | {
        "total": expected.total,
        "rows": expected.row_count,
        "headers": expected.headers,
        "rejected": len(expected.rejects),
        "blank": expected.blank,
    }
    known = {status: count for status, count in expected.statuses().items() if status is not None}
    stated = summary["rows_by_log_status"]
    assert {status: stated.get(status, 0) for status in known} == known
    assert sum(stated.values()) <= expected.row_count
    files = {lake.path / entry["path"]: (entry["rows"], entry["bytes"]) for entry in summary["files"]}
    actual = {path: (pq.read_metadata(path).num_rows, path.stat().st_size) for path in lake.parquet()}
    assert {path.resolve(): sizes for path, sizes in files.items()} == {p.resolve(): s for p, s in actual.items()}
    assert sum(rows for rows, _ in actual.values()) == expected.row_count
    assert summary["partitions"] == len(lake.folders())
    assert summary["bytes"]["in"] == stored and summary["bytes"]["inflated"] == inflated
    assert summary["bytes"]["out"] == sum(size for _, size in actual.values())
    assert set(summary["unknown_fields"]) == expected.unknown_fields()
    assert summary["seconds"] >= 0 and summary["lines_per_second"] >= 0


def test_there_are_enough_lines():
    sets = large_sets().values()
    assert sum(parsed(log).row_count for log in sets) >= 200_000 and len(sets) >= 6
    assert list(large_sets()) == log_generator.REGULAR_NAMES
    assert sum(parsed(log).row_count for log in samples()) == 81
    assert {log.name[:2]: len(parsed(log).rejects) for log in samples() if parsed(log).rejects} == {"21": 1, "23": 1}


@pytest.mark.parametrize("name", small_sets())
def test_small_set_through_every_reader(name, tmp_path):
    log = small_sets()[name]
    path, lake = tmp_path / f"{name}.log.gz", Lake(tmp_path / "lake")
    path.write_bytes(log.gz)
    done = convert(lake.path, path, options=options(log))
    assert_lake(lake, parsed(log), READERS)
    assert_rejects(lake, parsed(log), str(path))
    assert_summary(done, lake, parsed(log), len(log.gz), len(log.text))


@pytest.mark.parametrize("way", ["plain-file", "folder", "stdin-plain", "stdin-gz"])
@pytest.mark.parametrize("name", small_sets())
def test_small_set_on_every_way_in(name, way, tmp_path):
    log, lake = small_sets()[name], Lake(tmp_path / "lake")
    source, stdin = None, None
    if way.startswith("stdin"):
        argument, stdin = "-", log.gz if way == "stdin-gz" else log.text
    else:
        folder = tmp_path / "in" / "deep" / "er"
        folder.mkdir(parents=True)
        path = folder / f"{name}.log{'.gz' if way == 'folder' else ''}"
        path.write_bytes(log.gz if way == "folder" else log.text)
        source, argument = str(path), tmp_path / "in" if way == "folder" else path
    done = convert(lake.path, argument, stdin=stdin, options=options(log))
    assert_lake(lake, parsed(log))
    assert_rejects(lake, parsed(log), source)
    stored = len(log.text if way in ("plain-file", "stdin-plain") else log.gz)
    assert_summary(done, lake, parsed(log), stored, len(log.text))


@pytest.fixture(scope="module", params=log_generator.REGULAR_NAMES)
def converted(request, tmp_path_factory):
    log, folder = large_sets()[request.param], tmp_path_factory.mktemp("large")
    path = folder / "object.log.gz"
    path.write_bytes(log.gz)
    done = convert(folder / "lake", path, options=options(log))
    return log, Lake(folder / "lake"), done, path.stat().st_size


@pytest.mark.parametrize("reader", READERS)
def test_large_set(converted, reader):
    log, lake, _, _ = converted
    assert_lake(lake, parsed(log), [reader])


def test_large_set_summary(converted):
    log, lake, done, stored = converted
    assert lake.rejects() == []
    assert_summary(done, lake, parsed(log), stored, len(log.text))


@pytest.mark.parametrize("by", ["hour", "day", "month", "none"])
@pytest.mark.parametrize(
    "name", ["v5-29-fields", "export-default", "export-without-start", "format-changes", "one-field"]
)
def test_partition_by(name, by, tmp_path):
    log, lake = small_sets()[name], Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=log.text, options=[*options(log), "--partition-by", by])
    assert_lake(lake, parsed(log), READERS, by)


@pytest.mark.parametrize("codec", ["zstd", "gzip", "uncompressed"])
def test_compression(codec, tmp_path):
    log, lake = small_sets()["v11-54-fields"], Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=log.gz, options=[*options(log), "--compression", codec])
    assert_lake(lake, parsed(log), READERS)
    for path in lake.parquet():
        group = pq.read_metadata(path).row_group(0)
        assert {group.column(i).compression for i in range(group.num_columns)} <= {codec.upper(), "UNCOMPRESSED"}
    assert codec == "uncompressed" or group.column(0).compression == codec.upper()


def test_all_sets_in_one_lake(tmp_path):
    """Objects of many formats in one job, read as one table by name; rejects name the object they come from."""
    folder, lake, total, rejected = tmp_path / "in", Lake(tmp_path / "lake"), ref.Parsed(), Counter()
    folder.mkdir()
    for log in small_sets().values():
        if log.log_format is None or parsed(log).headers:
            (folder / f"{log.name}.log.gz").write_bytes(squeeze(log.text))
            one = ref.parse(log.text)
            for form, rows in one.rows.items():
                total.rows.setdefault(form, []).extend(rows)
            rejected.update({(f"{log.name}.log.gz", reject.line, reject.offset): 1 for reject in one.rejects})
    done = convert(lake.path, folder, options=ANY_NUMBER)
    assert_lake(lake, total, READERS)
    assert Counter((Path(r["source"]).name, r["line"], r["offset"]) for r in lake.rejects()) == rejected
    assert done.summary["lines"]["rows"] == total.row_count
    assert done.summary["lines"]["rejected"] == rejected.total()
    assert done.summary["objects"]["total"] == len(list(folder.iterdir()))


@pytest.mark.parametrize("form", ["default", "v5", "v11", "tgw", "cloudwatch-export"])
def test_generated_by_the_tool_itself(form, tmp_path):
    arguments = ("generate", "--lines", 5000, "--seed", 11, "--format", form)
    made = run(*arguments, "--start", 1_704_060_000, "--duration", 90_000)
    assert made.status == 0, made.stderr
    expected, lake = ref.parse(made.stdout), Lake(tmp_path / "lake")
    assert expected.row_count == 5000 and not expected.rejects
    convert(lake.path, "-", stdin=made.stdout)
    assert_lake(lake, expected, READERS)
    assert len(lake.folders()) >= 2
