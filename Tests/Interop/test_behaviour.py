"""What a run promises besides values: the same bytes again, safe folders, honest counts, nothing half done."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import log_generator
import reference_parser as ref
from compare import ARROW, assert_lake, assert_schema, read_duckdb, read_polars, read_pyarrow
from conftest import BINARY, DATA, OK, TOO_MANY_REJECTS, USAGE, Lake, convert, error_line, log_format, run, squeeze

GOOD = "2 123456789010 eni-1 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK"
NODATA = "2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 - NODATA"
HEADER = " ".join(ref.DEFAULT)
ESCAPED = {*map(chr, range(1, 32)), *"\"#%'*/:=?\\{[]^\x7f"}


def hive(value: str) -> str:
    return "".join(f"%{ord(c):02X}" if c in ESCAPED else c for c in value)


def lake_text(lake: Lake) -> list[str]:
    return ["/".join(folder) for folder in sorted(lake.folders())]


@pytest.fixture(scope="module")
def many_objects(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many") / "in"
    folder.mkdir()
    for number in range(6):
        lines = log_generator.records(ref.VPC_V5, 4_000 if number else 20_000, 100 + number, "5")
        (folder / f"{number}.log.gz").write_bytes(squeeze(log_generator.text(lines, ref.VPC_V5)))
    lines = log_generator.records(ref.TGW, 3_000, 107, "6")
    (folder / "tgw.log").write_bytes(log_generator.text(lines, ref.TGW))
    return folder


@pytest.fixture(scope="module")
def once(many_objects, tmp_path_factory):
    lake = Lake(tmp_path_factory.mktemp("once") / "lake")
    convert(lake.path, many_objects)
    assert lake.hashes()
    return lake


# Same inputs, same bytes


def test_the_same_command_gives_the_same_files(many_objects, once, tmp_path):
    convert(tmp_path / "lake", many_objects)
    assert Lake(tmp_path / "lake").hashes() == once.hashes()


def test_running_again_into_the_same_lake_changes_nothing(many_objects, tmp_path):
    lake = Lake(tmp_path / "lake")
    convert(lake.path, many_objects)
    before = lake.hashes()
    convert(lake.path, many_objects)
    assert lake.hashes() == before


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_do_not_change_a_byte(threads, many_objects, once, tmp_path):
    convert(tmp_path / "lake", many_objects, options=["--threads", threads])
    assert Lake(tmp_path / "lake").hashes() == once.hashes()


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_do_not_change_a_byte_of_a_pipe(threads, many_objects, tmp_path):
    stored = (many_objects / "0.log.gz").read_bytes()
    convert(tmp_path / "a", "-", stdin=stored, options=["--threads", threads])
    convert(tmp_path / "b", "-", stdin=stored, options=["--threads", 3])
    assert Lake(tmp_path / "a").hashes() == Lake(tmp_path / "b").hashes() != {}


def test_adding_an_object_later_keeps_what_is_there(tmp_path):
    lake, first, second = Lake(tmp_path / "lake"), tmp_path / "a.log", tmp_path / "b.log"
    first.write_text(GOOD + "\n")
    second.write_text(NODATA + "\n")
    convert(lake.path, first)
    before = lake.hashes()
    convert(lake.path, second)
    assert before.items() <= lake.hashes().items()
    assert sum(pq.read_metadata(path).num_rows for path in lake.parquet()) == 2


# Inputs


def test_permission_probe_is_skipped_and_counted(tmp_path):
    folder, lake = tmp_path / "in", Lake(tmp_path / "lake")
    (folder / "exportedlogs" / "task" / "stream").mkdir(parents=True)
    (folder / "aws-logs-write-test").write_bytes(b"Permission Check Successful")
    (folder / "exportedlogs" / "aws-logs-write-test").write_bytes(b"Permission Check Successful")
    (folder / "exportedlogs" / "task" / "stream" / "000000.gz").write_bytes(squeeze(GOOD.encode() + b"\n"))
    summary = convert(lake.path, folder).summary
    assert summary["objects"] == summary["objects"] | {"total": 3, "converted": 1, "skipped": 2, "empty": 0}
    assert summary["lines"]["total"] == summary["lines"]["rows"] == 1
    only = convert(tmp_path / "other", folder / "aws-logs-write-test").summary
    assert only["objects"]["skipped"] == only["objects"]["total"] == 1 and not only["files"]


def test_empty_objects_are_counted(tmp_path):
    folder, lake = tmp_path / "in", Lake(tmp_path / "lake")
    folder.mkdir()
    (folder / "a.log").write_bytes(b"")
    (folder / "b.log.gz").write_bytes(squeeze(b""))
    (folder / "c.log").write_text(GOOD)
    summary = convert(lake.path, folder).summary
    assert summary["objects"] == summary["objects"] | {"total": 3, "converted": 1, "skipped": 0, "empty": 2}
    assert summary["lines"]["rows"] == 1


@pytest.mark.parametrize("data", [b"", squeeze(b"")], ids=["nothing", "empty-gzip"])
def test_empty_standard_input(data, tmp_path):
    summary = convert(tmp_path / "lake", "-", stdin=data).summary
    assert summary["objects"]["empty"] == 1 and summary["lines"]["total"] == 0
    assert Lake(tmp_path / "lake").parquet() == []


@pytest.mark.parametrize("text", [HEADER, HEADER + "\n", "\n\n", HEADER + "\r\n\r\n"])
def test_no_records(text, tmp_path):
    summary = convert(tmp_path / "lake", "-", stdin=text.encode()).summary
    expected = ref.parse(text.encode())
    assert summary["lines"] == summary["lines"] | {"rows": 0, "headers": expected.headers, "blank": expected.blank}
    assert summary["lines"]["total"] == expected.total


@pytest.mark.parametrize("name, data", [("plain.log.gz", GOOD.encode()), ("squeezed.log", squeeze(GOOD.encode()))])
def test_gzip_is_told_by_content(name, data, tmp_path):
    (tmp_path / name).write_bytes(data)
    convert(tmp_path / "lake", tmp_path / name)
    assert_lake(Lake(tmp_path / "lake"), ref.parse(GOOD.encode()))


def test_names_with_spaces_and_unicode(tmp_path):
    folder, lake = tmp_path / "in put ü", Lake(tmp_path / "la ke ü")
    folder.mkdir()
    (folder / "a b 名.log").write_text(f"{HEADER}\n{GOOD}\nbogus\n")
    convert(lake.path, folder, options=["--max-rejects", "1"])
    assert_lake(lake, ref.parse(GOOD.encode()))
    assert Path(lake.rejects()[0]["source"]).name == "a b 名.log"


def test_standard_input_from_a_pipe_that_dawdles(tmp_path):
    """Bytes come one chunk at a time, cut inside tokens, a header and a CRLF."""
    data = f"{HEADER}\r\n{GOOD}\r\n{NODATA}\r\n".encode()
    command = [str(BINARY), "convert", "-", "--output", str(tmp_path / "lake")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        for at in range(0, len(data), 37):
            child.stdin.write(data[at : at + 37])
            child.stdin.flush()
            time.sleep(0.01)
        _, errors = child.communicate(timeout=30)
    assert child.returncode == OK, errors
    assert_lake(Lake(tmp_path / "lake"), ref.parse(data))


def test_several_inputs_and_the_dash_together(tmp_path):
    path, lake = tmp_path / "a.log", Lake(tmp_path / "lake")
    path.write_text(GOOD + "\n")
    summary = convert(lake.path, path, "-", stdin=NODATA.encode()).summary
    assert summary["objects"]["total"] == 2 and summary["lines"]["rows"] == 2
    assert_lake(lake, ref.parse(f"{GOOD}\n{NODATA}".encode()))


def test_nodata_only_has_typed_columns(tmp_path):
    lake = Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=f"{NODATA}\n".encode() * 3)
    (path,) = lake.parquet()
    (form,) = ref.parse(NODATA.encode()).rows
    assert_schema(path, form)
    table = read_pyarrow([path], [])
    assert table.num_rows == 3
    for name, kind in zip(form.columns, form.types):
        assert table.schema.field(name).type == ARROW[kind]
    assert [name for name in table.column_names if table[name].null_count == 3] == [
        "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets", "bytes", "action",
    ]  # fmt: skip


def test_bytes_that_are_not_utf8_never_make_an_unreadable_file(tmp_path):
    """The contract leaves open whether such a line is rejected or repaired; a STRING column must hold UTF-8."""
    lake, bad = Lake(tmp_path / "lake"), GOOD.encode().replace(b"eni-1", b"eni-\xff\xfe\x80")
    done = convert(lake.path, "-", stdin=GOOD.encode() + b"\n" + bad + b"\n", options=["--max-rejects", "1"])
    for read in (read_pyarrow, read_duckdb, read_polars):
        table = read(lake.parquet(), [])
        table.validate(full=True)
        assert table.num_rows == done.summary["lines"]["rows"] == 2 - done.summary["lines"]["rejected"]
    assert done.summary["lines"]["rejected"] == len(lake.rejects())


def test_time_far_away_is_a_row_or_a_reject(tmp_path):
    """`start` is any INT64; where no calendar reaches, the line still has to be counted once and kept readable."""
    lake = Lake(tmp_path / "lake")
    lines = [GOOD.replace("1418530010", str(at)) for at in (2**63 - 1, -(2**63), 253402300800, -62135596801)]
    done = convert(lake.path, "-", stdin="\n".join([GOOD, *lines]).encode(), options=["--max-rejects", "4"])
    counts = done.summary["lines"]
    assert counts["rows"] + counts["rejected"] == counts["total"] == 5
    assert sum(pq.read_metadata(path).num_rows for path in lake.parquet()) == counts["rows"] >= 1


# The sums


def test_lines_add_up(tmp_path):
    for log in log_generator.irregular_sets():
        lake = tmp_path / log.name
        options = [*log_format(log.log_format), "--max-rejects", "1000"]
        lines = convert(lake, "-", stdin=log.text, options=options).summary["lines"]
        assert lines["total"] == lines["rows"] + lines["headers"] + lines["rejected"] + lines["blank"], log.name
        assert lines["total"] == ref.parse(log.text, log.log_format).total, log.name


def test_the_summary_is_all_that_is_on_standard_output(tmp_path):
    done = convert(tmp_path / "lake", "-", stdin=GOOD.encode())
    assert isinstance(json.loads(done.stdout), dict)
    quiet = run("convert", "-", "--output", tmp_path / "other", stdin=GOOD.encode())
    assert quiet.status == OK and quiet.stdout == b""
    assert "\x1b" not in quiet.stderr and "\r" not in quiet.stderr, "no progress line when nobody watches"


# Partitions


def partition_lake(tmp_path, template, lines, fields=ref.DEFAULT, source="-", options=()) -> Lake:
    lake = Lake(tmp_path / "deep" / "down" / "lake")
    text = "\n".join([" ".join(fields), *lines]).encode()
    if source == "-":
        convert(lake.path, "-", stdin=text, options=["--partition-by", template, *options])
    else:
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(text)
        convert(lake.path, source, options=["--partition-by", template, *options])
    return lake


def test_template(tmp_path):
    lines = [GOOD, GOOD.replace("123456789010", "unknown"), NODATA, GOOD.replace("123456789010", "-")]
    lake = partition_lake(tmp_path, "account={account-id}/date=%Y-%m-%d", lines)
    assert lake_text(lake) == [
        "account=123456789010/date=2014-12-14",
        "account=123456789010/date=2015-05-10",
        f"account={ref.NULL_PARTITION}/date=2014-12-14",
        "account=unknown/date=2014-12-14",
    ]


def test_template_hours_and_integers(tmp_path):
    lake = partition_lake(tmp_path, "proto={protocol}/y=%Y/m=%m/d=%d/h=%H", [GOOD, NODATA])
    assert lake_text(lake) == [
        "proto=6/y=2014/m=12/d=14/h=04",
        f"proto={ref.NULL_PARTITION}/y=2015/m=05/d=10/h=18",
    ]


HOSTILE = [
    "../../x", "..", ".", "a/b", "/etc/passwd", "a=b", "%", "%2F", "a%20b", "a:b", "naïve-名前-😀", "\\..\\x", "a*b?",
    "{x}", "[x]", "^", "#", '"q"', "'q'", "a\tb", "\x01\x7f", "~", "$HOME", "`id`", "a&b|c;d", "__HIVE_x", "_hidden",
    ".hidden", "x" * 150, "a,b", "a+b", "(a)", "<a>", "%Y", "{region}", ref.NULL_PARTITION.lower(),
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_value_stays_in_its_folder(value, tmp_path):
    tokens = GOOD.split()
    tokens[2] = value
    lake = partition_lake(tmp_path, "eni={interface-id}/day=%d", [" ".join(tokens), GOOD])
    assert lake.folders() == {(f"eni={hive(value)}", "day=14"), ("eni=eni-1", "day=14")}
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and lake.path not in path.parents]
    assert outside == []
    (path,) = [path for path in lake.parquet() if path.parts[-3] != "eni=eni-1"]
    assert read_pyarrow([path], [])["interface_id"].to_pylist() == [value]
    found = read_duckdb([path], [])
    assert found["eni"].to_pylist() == [value], "an engine that unescapes sees the value itself"


def test_overlong_value(tmp_path):
    """A folder name holds 255 bytes: such a value may fail the run or be rejected, never be lost in silence."""
    lake = Lake(tmp_path / "lake")
    text = f"{HEADER}\n{GOOD.replace('eni-1', 'n' * 4000)}\n{GOOD}\n".encode()
    arguments = ["--partition-by", "eni={interface-id}", "--max-rejects", "1", "--summary", "json"]
    done = run("convert", "-", "--output", lake.path, *arguments, stdin=text)
    rows = sum(pq.read_metadata(path).num_rows for path in lake.parquet()) if lake.path.is_dir() else 0
    if done.status == OK:
        assert rows == done.summary["lines"]["rows"] and rows + done.summary["lines"]["rejected"] == 2
    else:
        assert "flowconv: error: " in done.stderr and rows == 0
    assert lake.strays() == [] if lake.path.is_dir() else True


def test_aws_layout_from_the_record(tmp_path):
    fields = ref.VPC_V5
    line = dict.fromkeys(fields, "-") | {"account-id": "123456789012", "region": "eu-central-1", "start": "1704067199"}
    late = line | {"region": "us-east-1", "start": "1704067200"}
    lake = partition_lake(tmp_path, "aws", [" ".join(line.values()), " ".join(late.values())], fields)
    prefix = "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs"
    assert lake_text(lake) == [
        f"{prefix}/aws-region=eu-central-1/year=2023/month=12/day=31",
        f"{prefix}/aws-region=us-east-1/year=2024/month=01/day=01",
    ]


def test_aws_layout_from_the_key(tmp_path):
    """Neither account nor region in the format: both come from the object's key."""
    fields = ("srcaddr", "dstaddr", "start", "end")
    folder = tmp_path / "AWSLogs" / "123456789012" / "vpcflowlogs" / "us-east-1" / "2018" / "06" / "20"
    key = folder / "123456789012_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz"
    lake = partition_lake(tmp_path, "aws", ["10.0.0.1 10.0.0.2 1529511600 1529511650"], fields, source=key)
    assert lake_text(lake) == [
        "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=us-east-1/year=2018/month=06/day=20"
    ]


@pytest.mark.parametrize("template", ["srcaddr={srcaddr}", "account_id={account-id}/day=%Y-%m-%d", "start=%Y-%m-%d"])
def test_key_that_is_a_column_is_refused(template, tmp_path):
    arguments = ("convert", "-", "--output", tmp_path / "lake", "--partition-by", template)
    done = run(*arguments, stdin=f"{HEADER}\n{GOOD}\n".encode())
    assert done.status == USAGE, done.stderr
    assert template.split("=")[0] in error_line(done)
    assert not (tmp_path / "lake").is_dir() or Lake(tmp_path / "lake").files() == []


def test_unknown_field_named_like_a_partition_key_is_refused(tmp_path):
    text = b"version srcaddr year start\n2 10.0.0.1 1999 0\n"
    done = run("convert", "-", "--output", tmp_path / "lake", stdin=text)
    assert done.status in (USAGE, DATA), done.stderr
    assert "year" in error_line(done)
    assert not (tmp_path / "lake").is_dir() or Lake(tmp_path / "lake").files() == []


@pytest.mark.parametrize("template", ["", "weekly", "../x={region}", "k={not closed", "k={}", "=%Y", "a=%Q"])
def test_bad_template(template, tmp_path):
    done = run("convert", "-", "--output", tmp_path / "out" / "lake", "--partition-by", template, stdin=GOOD.encode())
    assert done.status == USAGE, done.stderr
    assert not list(tmp_path.rglob("*.parquet"))


# Too many rejected lines


@pytest.mark.parametrize(
    "limit, bad, status",
    [
        (None, 0, OK),
        (None, 5, OK),
        (None, 30, TOO_MANY_REJECTS),
        ("0", 0, OK),
        ("0", 1, TOO_MANY_REJECTS),
        ("10", 10, OK),
        ("10", 11, TOO_MANY_REJECTS),
        ("2%", 10, OK),
        ("2%", 30, TOO_MANY_REJECTS),
        ("0%", 1, TOO_MANY_REJECTS),
        ("100%", 900, OK),
        ("5000", 900, OK),
    ],
)
def test_max_rejects(limit, bad, status, tmp_path):
    """1,000 records and headers, of which `bad` are rejected."""
    lines = [HEADER] + [GOOD] * (1000 - bad) + ["bogus line"] * bad
    lake = Lake(tmp_path / "lake")
    options = [] if limit is None else ["--max-rejects", limit]
    arguments = ("convert", "-", "--output", lake.path, "--summary", "json", *options)
    done = run(*arguments, stdin="\n".join(lines).encode())
    assert done.status == status, done.stderr
    if status == OK:
        assert done.summary["lines"]["rejected"] == bad == len(lake.rejects())
        assert sum(pq.read_metadata(path).num_rows for path in lake.parquet()) == 1000 - bad
    else:
        errors = [line for line in done.stderr.splitlines() if line.startswith("flowconv: error: ")]
        assert len(errors) == 1 and str(bad) in errors[0], done.stderr
        assert lake.files() == [], "nothing of a failed unit is visible"


def test_bad_lines_first_do_not_end_the_run_before_the_share_is_known(tmp_path):
    """A percentage is of all lines, so early bad luck must not decide."""
    lines = [HEADER] + ["bogus line"] * 10 + [GOOD] * 4000
    summary = convert(tmp_path / "lake", "-", stdin="\n".join(lines).encode()).summary
    assert summary["lines"]["rejected"] == 10 and summary["lines"]["rows"] == 4000


# Usage, and being killed


@pytest.mark.parametrize(
    "arguments",
    [
        ("convert", "-"),
        ("convert", "--output", "lake"),
        ("convert", "-", "--output", "lake", "--no-such-option"),
        ("convert", "-", "--output", "lake", "--max-rejects", "abc"),
        ("convert", "-", "--output", "lake", "--max-rejects", "-1"),
        ("convert", "-", "--output", "lake", "--compression", "lz4"),
        ("convert", "-", "--output", "lake", "--threads", "0"),
        ("convert", "-", "--output", "lake", "--memory", "lots"),
        ("convert", "-", "--output", "lake", "--summary", "xml"),
        ("convert", "-", "--output", "lake", "--log-format", ""),
        ("no-such-command",),
    ],
)
def test_usage(arguments, tmp_path):
    done = run(*arguments, stdin=GOOD.encode(), cwd=tmp_path)
    assert done.status == USAGE, done.stderr
    assert done.stderr.strip() and done.stdout == b""
    assert list(tmp_path.rglob("*.parquet")) == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killed_run_leaves_nothing_visible(number, tmp_path):
    lake = Lake(tmp_path / "lake")
    text = log_generator.text(log_generator.records(ref.DEFAULT, 30_000, 9, "2"), ref.DEFAULT)
    command = [str(BINARY), "convert", "-", "--output", str(lake.path), "--memory", "64MiB", "--partition-by", "hour"]
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere) as child:
        child.stdin.write(text)
        child.stdin.flush()
        time.sleep(0.3)
        child.send_signal(number)
        child.wait(timeout=30)
        try:
            child.stdin.close()
        except BrokenPipeError:
            pass
    assert child.returncode != 0
    if lake.path.is_dir():
        assert lake.files() == []
        assert lake.strays() == []
    convert(lake.path, "-", stdin=text)
    assert_lake(lake, ref.parse(text))


def test_generate_is_deterministic():
    arguments = ("generate", "--lines", 2000, "--seed")
    first, again, other = run(*arguments, 7), run(*arguments, 7), run(*arguments, 8)
    assert first.status == again.status == other.status == OK, first.stderr
    assert first.stdout == again.stdout != other.stdout
    assert ref.parse(first.stdout).row_count == 2000


def test_generate_keeps_to_its_time():
    arguments = ("generate", "--lines", 3000, "--seed", 1, "--start", 1_704_067_200, "--duration", 7200)
    made = run(*arguments)
    assert made.status == OK, made.stderr
    ((form, rows),) = ref.parse(made.stdout).rows.items()
    starts = [ref.seconds(form, row) for row in rows]
    inside = [at for at in starts if at is not None and 1_704_067_200 - 600 <= at < 1_704_067_200 + 7200 + 600]
    assert len(inside) == len([at for at in starts if at is not None]) > 2500
    assert max(inside) - min(inside) > 3600


def test_generate_into_a_closed_pipe_ends():
    """`flowconv generate … | head` must not run on for ever."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [str(BINARY), "generate", "--lines", "100000000", "--seed", "1"]
    with subprocess.Popen(command, stdout=writer, stderr=subprocess.PIPE) as child:
        os.close(writer)
        try:
            child.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            raise
