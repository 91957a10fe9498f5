"""Records out of every envelope, value for value; mixed folders; columns that were asked for; classification."""

from __future__ import annotations

import base64
import gzip
import hashlib
import ipaddress
import json
import shlex
import subprocess
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import envelope_generator
import log_generator
import reference_parser as ref
from compare import READERS, assert_lake
from conftest import BINARY, DATA, RECORDS, TOO_MANY_REJECTS, USAGE, Lake, convert, error_line, run

INCOMPLETE = 4
EXPORT = log_generator.records(ref.DEFAULT, 3000, 61, "2", export=True)
SHAPES = {shape.name: shape for shape in envelope_generator.shapes(EXPORT)}
ANY_NUMBER = ("--max-rejects", "1000000")


def records(fields, count=40, seed=62, version="5", export=False) -> list[str]:
    return log_generator.records(tuple(fields), count, seed, version, export=export)


@pytest.mark.parametrize("name", SHAPES)
def test_values(name, tmp_path):
    shape, lake = SHAPES[name], Lake(tmp_path / "lake")
    path = tmp_path / "object-without-suffix"
    path.write_bytes(shape.data)
    done = convert(lake.path, path)
    expected = ref.parse(shape.text)
    assert expected.row_count == len(EXPORT)
    assert_lake(lake, expected, READERS)
    lines = done.summary["lines"]
    assert lines["rows"] == len(EXPORT) and lines["rejected"] == 0
    assert lines["total"] == sum(lines[kind] for kind in ("rows", "headers", "rejected", "blank"))
    assert done.summary["envelopes"] == {shape.envelope: 1}
    assert done.summary["control_events"] == (2 if name.startswith("subscription") else 0)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("way", ["stdin", "stdin-gz", "stdin-pieces"])
def test_standard_input(name, way, tmp_path):
    shape, lake = SHAPES[name], Lake(tmp_path / "lake")
    if way == "stdin-pieces":
        command = [str(BINARY), "convert", "-", "--output", str(lake.path), "--quiet"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE)
        rest, size = memoryview(shape.data), 1
        while rest:
            process.stdin.write(rest[:size])
            process.stdin.flush()
            rest, size = rest[size:], size % 4999 + 487
        process.stdin.close()
        assert process.wait(60) == 0
    else:
        convert(lake.path, "-", stdin=shape.data if way == "stdin" else gzip.compress(shape.data, mtime=0))
    assert_lake(lake, ref.parse(shape.text))


@pytest.mark.parametrize("name", [name for name in SHAPES if name not in ("subscription-members", "zstd")])
def test_byte_order_mark(name, tmp_path):
    """Windows puts one before UTF-8; it is no part of the text, and places are those of the object all the same."""
    good, bad = EXPORT[0], EXPORT[1][:25] + "2 only a few tokens"
    (shape,) = [shape for shape in envelope_generator.shapes([good] * 9 + [bad] + [good] * 9) if shape.name == name]
    found = []
    for number, mark in enumerate((b"", b"\xef\xbb\xbf")):
        lake = Lake(tmp_path / f"lake{number}")
        done = convert(lake.path, "-", stdin=mark + shape.data, options=ANY_NUMBER)
        (reject,) = lake.rejects()
        found.append((done.summary["lines"], done.summary["envelopes"], reject["line"], reject["offset"] - len(mark), reject["raw"]))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape.is_json and "members" not in name])
def test_cut_short(name, tmp_path):
    """An error that names the place; with --salvage all whole events and the place where it ends."""
    shape = SHAPES[name]
    for share in (3, 5, 7):
        end = len(shape.data) * share // 11
        line = error_line(convert(tmp_path / "none", "-", stdin=shape.data[:end], expect=DATA))
        assert "offset" in line and "line " in line
        lake = Lake(tmp_path / f"lake{share}")
        done = run("convert", "-", "--output", lake.path, "--summary", "json", "--salvage", stdin=shape.data[:end])
        assert done.status == INCOMPLETE and "salvaged" in done.stderr
        rows = done.summary["lines"]["rows"]
        assert 0 < rows < len(EXPORT) and done.summary["lines"]["rejected"] == 0
        assert_lake(lake, ref.parse(b"".join(shape.text.splitlines(True)[:rows])))
        (loss,) = done.summary["salvaged"]
        assert loss["inflated_offset"] == end and 0 < loss["unfinished_bytes"] < end


def test_rejected_events_are_found_in_the_object(tmp_path):
    """Line and offset are those of the event in the inflated object."""
    good, bad = EXPORT[0], EXPORT[1][:25] + "2 only a few tokens"
    for shape in envelope_generator.shapes([good] * 30 + [bad] + [good] * 30):
        lake = Lake(tmp_path / shape.name)
        convert(lake.path, "-", stdin=shape.data, options=ANY_NUMBER)
        (reject,) = lake.rejects()
        text = shape.data
        if text[:2] == b"\x1f\x8b":
            text = gzip.decompress(text)
        if text[:4] == b"\x28\xb5\x2f\xfd":
            text = shape.text
        place = text.index(b"2 only a few")
        assert reject["offset"] <= place < reject["offset"] + 600
        assert reject["line"] == 1 + text[: reject["offset"]].count(b"\n")
        begin = text[reject["offset"] : reject["offset"] + 1]
        assert begin == b"{" if shape.is_json else text[reject["offset"] - 1 : reject["offset"]] == b"\n"
        assert reject["raw"].endswith("2 only a few tokens")


def test_mixed_folder(tmp_path):
    """Twelve shapes and six formats in one run to one lake; every file of a format has the same schema."""
    folder, lake, expected = tmp_path / "in", Lake(tmp_path / "lake"), ref.Parsed()
    folder.mkdir()

    def add(name: str, data: bytes, text: bytes, log_format=None):
        (folder / name).write_bytes(data)
        for form, rows in ref.parse(text, log_format).rows.items():
            expected.rows.setdefault(form, []).extend(rows)

    for number, (name, shape) in enumerate(SHAPES.items()):
        add(f"{number:02}-{name}", shape.data, shape.text)
    v5, v11, gateway = records(ref.VPC_V5), records(ref.VPC_V11, version="11"), records(ref.TGW, version="6")
    for number in range(3):
        part = log_generator.text(v5[number * 10 : number * 10 + 10], ref.VPC_V5)
        add(f"v5-{number}.log.gz", gzip.compress(part, mtime=0), part)
    add("v11.log", log_generator.text(v11, ref.VPC_V11), log_generator.text(v11, ref.VPC_V11))
    add("tgw.log", log_generator.text(gateway, ref.TGW), log_generator.text(gateway, ref.TGW))
    # The same format in an envelope, and as comma-separated values: only NULLs in one of them.
    stamped = records(ref.VPC_V5, export=True)
    for shape in envelope_generator.shapes(stamped):
        if shape.name in ("subscription-members", "firehose", "csv-export", "tail"):
            add(f"v5-{shape.name}", shape.data, shape.text, ref.VPC_V5)
    nulls = [" ".join(["-"] * len(ref.VPC_V5))] * 5
    add("ocsf.csv", envelope_generator.comma_separated(ref.VPC_V5, nulls), log_generator.text(nulls, ref.VPC_V5))
    done = convert(lake.path, folder, options=["--log-format", " ".join(ref.VPC_V5)])
    assert_lake(lake, expected, READERS)
    assert len(done.summary["envelopes"]) == 9 and len(expected.rows) == 6
    assert done.summary["lines"]["rejected"] == 0 and done.summary["objects"]["failed"] == 0
    schemas = {}
    for path in lake.parquet():
        schema = pq.read_schema(path).remove_metadata()
        assert schemas.setdefault(tuple(schema.names), schema) == schema


def test_streams_of_several_flow_logs(tmp_path):
    """One stream carries the default format and another one: both are told, by what fits."""
    custom = ("version", "srcaddr", "dstaddr", "log-status", "end")
    lines = []
    for one, other in zip(records(ref.DEFAULT, export=True, version="2"), records(custom, export=True)):
        lines += [one, other]
    (shape,) = [shape for shape in envelope_generator.shapes(lines) if shape.name == "subscription"]
    lake = Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=shape.data, options=["--log-format", " ".join(custom)])
    expected = ref.parse("".join(line + "\n" for line in lines[::2]).encode())
    for form, rows in ref.parse("".join(line + "\n" for line in lines[1::2]).encode(), custom).rows.items():
        expected.rows[form] = rows
    assert_lake(lake, expected, READERS)


# Formats


def describe(**formats) -> str:
    logs = [{"FlowLogId": name.replace("_", "-"), "LogFormat": " ".join("${%s}" % f for f in fields)} for name, fields in formats.items()]
    return json.dumps({"FlowLogs": logs})


def test_formats_of_described_flow_logs(tmp_path):
    first, second = ref.VPC_V5[:12], ("srcaddr", "dstaddr", "start", "log-status")
    (tmp_path / "logs.json").write_text(describe(fl_11aa=first, fl_22bb=second))
    folder, lake, expected = tmp_path / "in", Lake(tmp_path / "lake"), ref.Parsed()
    folder.mkdir()
    for fields, flow_log in ((first, "fl-11aa"), (second, "fl-22bb")):
        text = "".join(line + "\n" for line in records(fields)).encode()
        name = f"123456789012_vpcflowlogs_us-east-1_{flow_log}_20180620T1620Z_fe123456.log.gz"
        (folder / name).write_bytes(gzip.compress(text, mtime=0))
        expected.rows.update(ref.parse(text, fields).rows)
    convert(lake.path, folder, options=["--log-format", tmp_path / "logs.json"])
    assert_lake(lake, expected)
    text = "".join(line + "\n" for line in records(second)).encode()
    only = Lake(tmp_path / "only")
    convert(only.path, "-", stdin=text, options=["--log-format", tmp_path / "logs.json", "--flow-log-id", "fl-22bb"])
    assert_lake(only, ref.parse(text, second))
    for options, words in (
        (["--log-format", tmp_path / "logs.json", "--flow-log-id", "fl-33"], "fl-33"),
        (["--log-format", tmp_path / "none.json"], "none.json"),
        (["--flow-log-id", "fl-1"], "--log-format"),
    ):
        done = run("convert", "-", "--output", tmp_path / "x", *options, stdin=text)
        assert done.status in (USAGE, 66) and words in error_line(done)
    (tmp_path / "bad.json").write_text('{"FlowLogs": [')
    done = run("convert", "-", "--output", tmp_path / "x", "--log-format", tmp_path / "bad.json", stdin=text)
    assert done.status == USAGE and "offset" in error_line(done)


def test_a_wrong_format_is_caught_at_once(tmp_path):
    fields = ("interface-id", "srcaddr", "srcport", "action")
    text = "".join(line + "\n" for line in records(fields)).encode()
    done = convert(tmp_path / "lake", "-", stdin=text, expect=DATA, options=["--log-format", "srcaddr interface-id srcport action"])
    line = error_line(done)
    assert "srcaddr" in line and text.split(b"\n")[0].split()[0].decode() in line, "the field and what stands there"
    assert not (tmp_path / "lake").exists() or Lake(tmp_path / "lake").files() == []


# Columns


def rows_of(lake: Lake, columns: str) -> list[dict]:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    table = connection.sql(
        f"SELECT {columns} FROM read_parquet('{lake.path}/**/*.parquet', union_by_name = true, hive_partitioning = false)"
    ).to_arrow_table()
    return table.to_pylist()


def community_id(row: dict) -> str | None:
    """By the specification, with hashlib."""
    if None in (row["srcaddr"], row["dstaddr"], row["protocol"]) or row["protocol"] in (1, 58):
        return None
    if not 0 <= row["protocol"] <= 255:
        return None
    ends = []
    for address, port in ((row["srcaddr"], row["srcport"]), (row["dstaddr"], row["dstport"])):
        if row["protocol"] in (6, 17, 132) and (port is None or not 0 <= port <= 65535):
            return None
        ends.append((ipaddress.ip_address(address).packed, port))
    if len(ends[0][0]) != len(ends[1][0]):
        return None
    if row["protocol"] in (6, 17, 132):
        (one, from_), (other, to) = sorted(ends)
        ports = from_.to_bytes(2, "big") + to.to_bytes(2, "big")
    else:
        (one, _), (other, _) = sorted(ends, key=lambda end: end[0])
        ports = b""
    digest = hashlib.sha1(b"\0\0" + one + other + bytes([row["protocol"], 0]) + ports).digest()
    return "1:" + base64.b64encode(digest).decode()


def test_derived_columns(tmp_path):
    fields = ("srcaddr", "dstaddr", "srcport", "dstport", "protocol", "tcp-flags", "flow-direction", "start")
    text = log_generator.text(records(fields, 2000), fields)
    derived = "protocol_name,tcp_flags_text,direction,src_private,dst_private,community_id,source_object,source_line"
    path, lake = tmp_path / "in.log", Lake(tmp_path / "lake")
    path.write_bytes(text)
    convert(lake.path, path, options=["--derive", derived])
    found = rows_of(lake, "*")
    assert len(found) == 2000 and sum(row["community_id"] is not None for row in found) > 500
    lines = text.decode().splitlines()
    for row in found:
        assert row["community_id"] == community_id(row)
        assert row["source_object"] == str(path)
        tokens = lines[row["source_line"] - 1].split(" ")
        assert [row["srcaddr"] or "-", row["dstaddr"] or "-"] == tokens[:2]
        assert (row["protocol_name"] is None) == (row["protocol"] is None)
        assert row["protocol_name"] in (None, "TCP", "UDP", "ICMP", "IPv6-ICMP", "255")
        if row["tcp_flags"] is not None:
            names = "FIN SYN RST PSH ACK URG ECE CWR".split()
            assert row["tcp_flags_text"] == ("|".join(n for i, n in enumerate(names) if row["tcp_flags"] >> i & 1) or "none")
        if row["flow_direction"] is not None:
            assert row["direction"] == row["flow_direction"]
        for end in ("src", "dst"):
            address = row[f"{end}addr"]
            assert (row[f"{end}_private"] is None) == (address is None)
    assert len({row["source_line"] for row in found}) == 2000
    ddl = run("table", "ddl", lake.path).stdout.decode()
    assert "src_private boolean" in ddl and "source_line bigint" in ddl and "community_id string" in ddl


def test_padding_selection_and_times(tmp_path):
    folder, lake = tmp_path / "in", Lake(tmp_path / "lake")
    folder.mkdir()
    narrow = ("start", "srcaddr", "end", "account-id")
    for name, fields in (("a", narrow), ("b", ref.DEFAULT), ("c", ref.VPC_V5)):
        (folder / name).write_bytes(log_generator.text(records(fields), fields))
    convert(lake.path, folder, options=["--pad-to", "5", "--time-columns", "timestamp"])
    wanted = [name.replace("-", "_") for name in ref.VPC_V5]
    schemas = {str(pq.read_schema(path).remove_metadata()) for path in lake.parquet()}
    assert len(schemas) == 1
    schema = pq.read_schema(lake.parquet()[0])
    assert schema.names == wanted
    assert schema.field("start").type == pa.timestamp("ms", "UTC") and schema.field("end").type == pa.timestamp("ms", "UTC")
    plain = Lake(tmp_path / "plain")
    convert(plain.path, folder, options=["--columns", "end,srcaddr,start"])
    assert {tuple(pq.read_schema(path).names) for path in plain.parquet()} == {("end", "srcaddr", "start")}
    assert plain.folders() == lake.folders(), "partitions are by the record's own time, written or not"
    seconds = rows_of(lake, 'srcaddr, epoch("start")::BIGINT AS start, epoch("end")::BIGINT AS "end"')
    key = lambda row: tuple(-1 if row[n] is None else row[n] for n in ("start", "end")) + (row["srcaddr"] or "",)
    assert sorted(seconds, key=key) == sorted(rows_of(plain, 'srcaddr, "start", "end"'), key=key)
    without_time = Lake(tmp_path / "without")
    convert(without_time.path, folder, options=["--columns", "srcaddr"])
    assert without_time.folders() == lake.folders()
    ddl = run("table", "ddl", lake.path).stdout.decode()
    assert "`start` timestamp" in ddl and "traffic_path int" in ddl
    glue = json.loads(run("table", "glue", lake.path).stdout)
    assert any(column["Name"] == "end" and column["Type"] == "timestamp" for column in json.loads(json.dumps(glue))["TableInput"]["StorageDescriptor"]["Columns"])
    for options in (["--pad-to", "12"], ["--pad-to", "1"], ["--derive", "nonsense"], ["--columns", ","], ["--columns", "a,a"], ["--columns", "nothing-known"]):
        done = run("convert", folder, "--output", tmp_path / "x", *options)
        assert done.status == USAGE, options
        error_line(done)


def test_decoded_tags(tmp_path):
    text = b"start instance-tag asg-tag-2\n1700000000 caf%C3%A9%20x web\n1700000000 - %zz\n"
    lake = Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=text, options=["--decode-tags"])
    assert rows_of(lake, "instance_tag, asg_tag_2") == [
        {"instance_tag": "café x", "asg_tag_2": "web"}, {"instance_tag": None, "asg_tag_2": "%zz"},
    ]


def test_options_are_part_of_the_name(tmp_path):
    """Other columns, other files: a lake never has the same rows under one name with two contents."""
    (tmp_path / "a").write_bytes(log_generator.text(records(ref.DEFAULT, version="2"), ref.DEFAULT))
    names = set()
    choices = [[], ["--pad-to", "3"], ["--columns", "srcaddr"], ["--time-columns", "timestamp"], ["--derive", "direction"],
               ["--derive", "source_line"], ["--decode-tags"], ["--log-format", "srcaddr dstaddr"]]
    for number, options in enumerate(choices):
        lake = Lake(tmp_path / f"lake{number}")
        convert(lake.path, tmp_path / "a", options=options)
        names.add(min(path.name[:32] for path in lake.parquet()))
    assert len(names) == len(choices)


# Objects that fail


def test_skipped_and_salvaged_objects(tmp_path):
    folder, lake = tmp_path / "in", Lake(tmp_path / "lake")
    folder.mkdir()
    whole = gzip.compress(log_generator.text(EXPORT), mtime=0)
    (folder / "a").write_bytes(whole)
    (folder / "b").write_bytes(whole[: len(whole) // 2])
    (folder / "c").write_bytes(b"\x01 nothing known\n")
    (folder / "d").write_bytes(whole[:-8] + b"wrong" + whole[-3:])
    done = run("convert", folder, "--output", lake.path)
    assert done.status == DATA and lake.files() == []
    done = run("convert", folder, "--output", lake.path, "--on-object-error", "skip", "--summary", "json")
    assert done.status == INCOMPLETE
    assert [Path(failure["object"]).name for failure in done.summary["failures"]] == ["b", "c", "d"]
    assert done.stderr.count("left out") == 3 and done.summary["objects"]["failed"] == 3
    assert_lake(lake, ref.parse(log_generator.text(EXPORT)))
    saved = Lake(tmp_path / "saved")
    done = run("convert", folder, "--output", saved.path, "--on-object-error", "skip", "--salvage", "--summary", "json")
    assert done.status == INCOMPLETE
    assert [Path(loss["object"]).name for loss in done.summary["salvaged"]] == ["b"]
    assert [Path(failure["object"]).name for failure in done.summary["failures"]] == ["c", "d"]
    rows = done.summary["lines"]["rows"] - len(EXPORT)
    assert len(EXPORT) // 4 < rows < len(EXPORT) * 3 // 4
    assert_lake(saved, ref.parse(log_generator.text(EXPORT + EXPORT[:rows])))


def test_size_limit(tmp_path):
    bomb = gzip.compress(b"\n" * (64 << 20), mtime=0)
    done = run("convert", "-", "--output", tmp_path / "lake", "--max-inflated-size", "8M", stdin=bomb)
    assert done.status == DATA and "--max-inflated-size" in error_line(done)


# Parquet as AWS delivers it


def native(path: Path, rows: int, seed: int, codec: str = "gzip") -> pa.Table:
    """A file such as flow logs are delivered in: AWS's types, gzip pages, the text `-` where there is nothing."""
    parsed = ref.parse(log_generator.text(records(ref.VPC_V5, rows, seed), ref.VPC_V5))
    ((form, found),) = parsed.rows.items()
    columns = [pa.array(column, {"int32": pa.int32(), "int64": pa.int64(), "string": pa.string()}[kind])
               for column, kind in zip(zip(*found), form.types)]
    table = pa.table(columns, list(form.columns))
    delivered = pa.table([c.fill_null("-") if pa.types.is_string(c.type) else c for c in table.columns], table.column_names)
    pq.write_table(delivered, path, compression=codec, row_group_size=700)
    return table


@pytest.mark.parametrize("by", ["day", "hour", "none"])
def test_native_parquet(by, tmp_path):
    folder, lake = tmp_path / "in", Lake(tmp_path / "lake")
    folder.mkdir()
    tables = [native(folder / f"{number}.log.parquet", 1000, 70 + number, codec) for number, codec in enumerate(["gzip", "zstd", "none"])]
    done = convert(lake.path, folder, options=["--partition-by", by])
    assert done.summary["lines"]["rows"] == 3000 and done.summary["envelopes"] == {"parquet": 3}
    wanted = pa.concat_tables(tables)
    assert {tuple(pq.read_schema(path).names) for path in lake.parquet()} == {tuple(wanted.column_names)}
    key = lambda row: repr(list(row.values()))
    assert sorted(map(key, rows_of(lake, "*"))) == sorted(map(key, wanted.to_pylist()))
    assert by != "none" or len(lake.parquet()) == 1, "three small files become one"
    starts = {path: set(pq.read_table(path, columns=["start"], partitioning=None).column(0).to_pylist()) for path in lake.parquet()}
    for path, values in starts.items():
        folders = {tuple(f"{k}={v}" for k, v in ref.partition(value, by)) for value in values}
        assert folders == {path.relative_to(lake.path).parts[:-1]}


def test_damaged_parquet(tmp_path):
    folder, lake = tmp_path / "in", Lake(tmp_path / "lake")
    folder.mkdir()
    native(folder / "a.parquet", 300, 80)
    whole = (folder / "a.parquet").read_bytes()
    (folder / "b.parquet").write_bytes(whole[: len(whole) // 2])
    (folder / "c.parquet").write_bytes(whole[:200] + b"\xff" * 300 + whole[500:])
    assert "b.parquet" in error_line(convert(lake.path, folder, expect=DATA))
    done = run("convert", folder, "--output", lake.path, "--on-object-error", "skip", "--summary", "json")
    assert done.status == INCOMPLETE and len(done.summary["failures"]) == 2 and done.summary["lines"]["rows"] == 300
    assert "file" in error_line(convert(tmp_path / "x", "-", stdin=whole, expect=DATA))


# Classification and the samples

NOT_TOLD = {"09", "26", "27", "23"}  # no header line, and an order that AWS does not document for so many fields
GUESSED = {"02", "03", "04", "05", "06", "09", "10", "11", "12", "13"}
SAMPLES_17 = (
    "version account-id tgw-id tgw-attachment-id tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id "
    "tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol "
    "packets bytes start end log-status type tcp-flags flow-direction region"
)


def classify(*arguments, **more) -> tuple[int, list[dict]]:
    done = run("classify", *arguments, "--json", **more)
    assert done.stderr == "" or done.status == 66, done.stderr
    return done.status, [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.log")), ids=lambda path: path.name[:2])
def test_samples_are_classified(path, tmp_path):
    from test_values import SAMPLE_FORMATS

    number, text = path.name[:2], path.read_bytes()
    status, (found,) = classify(path)
    assert found["envelope"] == {"17": "subscription", "28": "comma-separated", "29": "comma-separated"}.get(number, "lines")
    assert found["compression"] == "plain"
    if found["classifier"] is not None and number not in ("21", "23"):
        (tmp_path / "lines").write_bytes(b"".join(text.splitlines(True)[1 if found["header"] else 0 :]))
        checked = run("grok", "explain", "--pattern", found["classifier"], tmp_path / "lines")
        assert checked.status == 0, checked.stdout
    if number == "31":
        assert status == INCOMPLETE and not found["guess"]["flow_log"] and found["command"] is None
        return
    if number in SAMPLE_FORMATS:
        assert status == INCOMPLETE and found["guess"]["flow_log"]
        wanted = " ".join("${%s}" % name for name in SAMPLE_FORMATS[number].split())
        assert found["guess"]["log_format"] == (wanted if number in GUESSED else None)
        options = ["--log-format", wanted]
        assert classify(path, *options)[1][0]["lines"]["rows"] == len(text.split(b"\n")) - text.endswith(b"\n") - (number == "23")
    else:
        assert status == 0 and found["command"].startswith("flowconv convert ")
        assert found["header"] == (text.split()[0].split(b",")[0].decode().replace("_", "-") in ref.KNOWN)
        options = ["--log-format", SAMPLES_17] if number == "17" else []
        lines = found["lines"]
        assert lines["rejected"] == (1 if number in ("17", "21") else 0)
        assert lines["rows"] == {"17": 4}.get(number, len(text.splitlines()) - lines["headers"] - lines["rejected"])
    lake = Lake(tmp_path / "lake")
    done = convert(lake.path, path, options=[*options, *ANY_NUMBER])
    lines = done.summary["lines"]
    assert lines["rows"] == {"17": 5}.get(number, len(text.splitlines()) - lines["headers"] - lines["rejected"])
    assert lines["rejected"] == (1 if number in ("21", "23") else 0)


@pytest.mark.parametrize("number", ["28", "29"])
def test_comma_separated_samples(number, tmp_path):
    (path,) = RECORDS.glob(f"{number}-*.log")
    lake = Lake(tmp_path / "lake")
    convert(lake.path, path)
    names, values = (line.split(",") for line in path.read_text().splitlines())
    (row,) = rows_of(lake, "*")
    assert {name: "-" if value is None else str(value) for name, value in row.items()} == dict(zip(names, values))


def test_classify_a_folder(tmp_path):
    for shape in SHAPES.values():
        (tmp_path / shape.name).write_bytes(shape.data)
    (tmp_path / "aws-logs-write-test").write_text("Permission Check Successful")
    native(tmp_path / "native.parquet", 100, 90)
    status, found = classify(tmp_path)
    assert status == 0
    assert {Path(one["object"]).name: one["envelope"] for one in found} == {
        **{shape.name: shape.envelope for shape in SHAPES.values()}, "native.parquet": "parquet",
    }
    assert all(one["lines"]["rows"] == (100 if "native" in one["object"] else len(EXPORT)) for one in found)
    kinds = Counter(one["compression"] for one in found)
    assert kinds == {"plain": len(SHAPES) - 2, "gzip": 1, "zstd": 1, "parquet": 1}
    text = run("classify", tmp_path).stdout.decode()
    assert "CloudWatch Logs subscription" in text and "flowconv convert" in text and "1 objects were passed over" in text


@pytest.mark.parametrize("name", [*SHAPES, "native", "comma-separated", "v5-with-header", "v5-bare", "tgw"])
def test_the_command_that_classify_gives(name, tmp_path):
    """Every shape gets a command, and running it converts every record; and a classifier, or the reason why there is none."""
    path = tmp_path / "object"
    text = {
        "comma-separated": lambda: envelope_generator.comma_separated(ref.VPC_V5, records(ref.VPC_V5)),
        "v5-with-header": lambda: log_generator.text(records(ref.VPC_V5), ref.VPC_V5),
        "v5-bare": lambda: log_generator.text([line for line in records(ref.VPC_V5, 400) if not line.startswith("-")][:40]),
        "tgw": lambda: log_generator.text(records(ref.TGW, 200, version="6")),
    }
    if name == "native":
        native(path, 100, 90)
    else:
        path.write_bytes(text[name]() if name in text else SHAPES[name].data)
    (found,) = classify(path)[1]
    rows = {line.split(" ")[0]: line[14:] for line in run("classify", path).stdout.decode().splitlines()}
    assert rows["convert"] == found["command"]
    assert rows["classifier"] == found["classifier"] or rows["classifier"].startswith("none: ")
    assert (found["classifier"] is None) == (name not in ("bare-lines", "export", "zstd", "v5-with-header", "v5-bare", "tgw"))
    words = shlex.split(found["command"])
    done = run(*words[1:], "--summary", "json", cwd=tmp_path)
    assert done.status == 0 and done.summary["lines"]["rejected"] == 0, done.stderr
    assert done.summary["lines"]["rows"] >= 40 and Lake(tmp_path / "lake").parquet()


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.log")), ids=lambda path: path.name[:2])
def test_the_command_for_samples(path, tmp_path):
    (found,) = classify(path)[1]
    if found["command"] is None or "…" in found["command"]:
        assert path.name[:2] in NOT_TOLD | {"31"}
        return
    done = run(*shlex.split(found["command"])[1:], "--summary", "json", *ANY_NUMBER, cwd=tmp_path)
    assert done.status == 0 and done.summary["lines"]["rows"] > 0, done.stderr


def test_classify_what_is_broken(tmp_path):
    whole = gzip.compress(log_generator.text(EXPORT), mtime=0)
    for data, words in ((whole[:-100], "--salvage"), (whole[:-8] + b"wrong" + whole[-3:], "CRC"), (b"PAR1 no", "Parquet"), (b"\x00\x01\n", "no flow log")):
        _, (found,) = classify("-" if data[:4] != b"PAR1" else _write(tmp_path / "x", data), stdin=data)
        assert any(words.lower() in problem.lower() for problem in found["problems"]), found["problems"]
    assert run("classify", tmp_path / "nowhere").status == 66


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
