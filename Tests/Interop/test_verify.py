"""`verify` finds what is wrong with a lake, each fault planted by hand; `status` tells what is in it."""

import gzip
import hashlib
import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import envelope_generator
import log_generator
import reference_parser as ref
from conftest import DATA, NO_INPUT, OK, Lake, convert, run

LINES = 4_000


def record(number: int, day: int = 0) -> str:
    start = 1_700_000_000 + day * 86_400 + number % 50_000
    return f"2 123456789012 eni-{number % 9} 10.0.{number % 7}.1 10.1.1.1 {number % 60_000} 443 6 {number} {number * 9} {start} {start + 1} ACCEPT OK"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verify")
    inputs = folder / "in"
    inputs.mkdir()
    for day in range(2):
        text = "".join(record(number, day) + "\n" for number in range(LINES)) + "garbage\n" * (day + 1)
        (inputs / f"{day}.log.gz").write_bytes(gzip.compress(text.encode(), 1, mtime=0))
    for day in range(2):
        convert(folder / "lake", inputs / f"{day}.log.gz")
    return folder


@pytest.fixture
def lake(made, tmp_path):
    return Lake(shutil.copytree(made / "lake", tmp_path / "lake"))


def verify(lake, *options, expect=OK):
    done = run("verify", lake.path, "--json", *options)
    assert done.status == expect, done.stderr + done.stdout.decode()
    return done.summary


def kinds(lake, *options):
    return {finding["kind"] for finding in verify(lake, *options, expect=DATA)["findings"]}


def test_a_whole_lake(made, lake):
    found = verify(lake, "--against", made / "in")
    assert found["findings"] == [] and found["rows"] == 2 * LINES and found["files"] == len(lake.parquet())
    assert run("verify", lake.path).stdout.decode().endswith("nothing is wrong\n")
    # It was copied: a lake is known by what is below it.
    assert verify(Lake(made / "lake"))["checksum"] == found["checksum"]


def flip(path, place):
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9])
def test_a_flipped_byte_in_a_page(where, lake):
    path = lake.parquet()[0]
    group = pq.read_metadata(path).row_group(0)
    ends = [group.column(n).data_page_offset + group.column(n).total_compressed_size for n in range(group.num_columns)]
    flip(path, 4 + int((max(ends) - 4) * where * 0.9))
    assert "bytes" in kinds(lake)


def test_a_flipped_byte_whose_digest_was_forged(lake):
    """Without the SHA-256 the CRC of the page still tells."""
    path = lake.parquet()[0]
    column = pq.read_metadata(path).row_group(0).column(0)
    flip(path, column.data_page_offset + column.total_compressed_size - 3)
    assert {"bytes", "unreadable"} <= kinds(lake)


def test_a_missing_file(lake):
    lake.parquet()[0].unlink()
    assert "missing" in kinds(lake)


@pytest.mark.parametrize("name", ["stray.parquet", "year=2023/note.txt", "year=2023/month=11/day=14/again.parquet"])
def test_a_stray_file(name, lake):
    (lake.path / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(lake.parquet()[0], lake.path / name)
    assert kinds(lake) == {"stray"}


def test_invisible_files_are_no_strays(lake):
    (lake.path / "_SUCCESS").write_text("")
    (lake.path / ".hidden").write_text("")
    assert verify(lake)["findings"] == []


def test_files_that_changed_places(lake):
    first, second = lake.parquet()[0], lake.parquet()[-1]
    data, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(data)
    assert {"bytes", "partition"} <= kinds(lake)


def test_a_row_in_the_wrong_partition(lake):
    """The whole file is moved, and the record with it: nothing but the rows tells."""
    path = lake.parquet()[0]
    wrong = path.parent.parent / "day=28" / path.name
    wrong.parent.mkdir()
    path.rename(wrong)
    rewrite(lake, lambda text: text.replace(f"{path.parent.name}/{path.name}", f"day=28/{path.name}"))
    assert kinds(lake) == {"partition"}


@pytest.mark.parametrize("cut", [1, 4, 8, 300])
def test_a_truncated_footer(cut, lake):
    path = lake.parquet()[0]
    path.write_bytes(path.read_bytes()[:-cut])
    assert {"bytes", "unreadable"} <= kinds(lake)


def test_an_empty_file(lake):
    lake.parquet()[0].write_bytes(b"")
    assert {"bytes", "unreadable"} <= kinds(lake)


def test_a_file_that_grew(lake):
    path = lake.parquet()[0]
    path.write_bytes(path.read_bytes() + b"PAR1")
    assert "bytes" in kinds(lake)


def test_a_file_of_another_writer(lake):
    """The same rows, written by somebody else: not the bytes that were committed."""
    path = lake.parquet()[0]
    pq.write_table(pq.read_table(path, partitioning=None), path, compression="zstd")
    assert "bytes" in kinds(lake)


def test_a_file_with_other_columns_and_a_forged_record(lake):
    path = lake.parquet()[0]
    old = path.read_bytes()
    table = pq.read_table(path, partitioning=None)
    pq.write_table(table.rename_columns(["versions", *table.column_names[1:]]), path, compression="zstd")
    forge(lake, path, old)
    assert "schema" in kinds(lake)


def test_rows_that_are_gone_and_a_forged_record(made, lake):
    """Whoever forges size and digest as well is found out by the sums, and by the inputs."""
    path = lake.parquet()[0]
    old = path.read_bytes()
    pq.write_table(pq.read_table(path, partitioning=None).slice(1), path, compression="zstd")
    forge(lake, path, old)
    assert "rows" in kinds(lake)
    assert "against" in kinds(lake, "--against", made / "in")


def test_a_row_that_was_altered_and_a_forged_record(made, lake):
    """Nothing but the inputs tells that a value is another one."""
    path = lake.parquet()[0]
    old = path.read_bytes()
    table = pq.read_table(path, partitioning=None)
    place = table.column_names.index("packets")
    packets = table.column("packets").to_pylist()
    packets[0] += 1
    pq.write_table(table.set_column(place, table.schema.field(place), [packets]), path, compression="zstd")
    forge(lake, path, old)
    assert verify(lake)["findings"] == []
    assert "against" in kinds(lake, "--against", made / "in")


def test_a_single_row_in_the_wrong_partition(lake):
    first, second = lake.parquet()[0], lake.parquet()[-1]
    old = first.read_bytes()
    table, stray = pq.read_table(first, partitioning=None), pq.read_table(second, partitioning=None).slice(0, 1)
    pq.write_table(pa.concat_tables([table.slice(1), stray]), first, compression="zstd")
    forge(lake, first, old)
    assert "partition" in kinds(lake)


def test_a_partition_key_of_another_name(lake):
    """Athena would not find it, or make a second key of it."""
    folder = lake.path / "year=2023" / "month=11"
    folder.rename(lake.path / "year=2023" / "Month=11")
    assert {"missing", "stray"} <= kinds(lake)
    rewrite(lake, lambda text: text.replace("/month=11/", "/Month=11/"))
    assert "partition" in kinds(lake)


def test_a_schema_record_that_is_gone_or_edited(lake):
    path = next((lake.path / "_flowconv" / "schemas").glob("*.json"))
    text = path.read_text()
    path.write_text(text.replace("int32", "int64", 1))
    assert "record" in kinds(lake)
    path.unlink()
    assert "schema" in kinds(lake)


def test_a_record_under_another_name(lake):
    path = commits(lake)[0]
    path.rename(path.with_name("0" * 32 + ".json"))
    assert "record" in kinds(lake)


def test_a_record_twice(lake):
    """Two records for one input, the second under a unit of its own."""
    path = commits(lake)[0]
    other = path.with_name("0" * 32 + ".json")
    shutil.copy(path, other)
    text = other.read_text().replace(path.stem, "0" * 32)
    other.write_text(text)
    assert "record" in kinds(lake)
    seal(other, lambda text: text)
    assert kinds(lake) & {"input", "missing"}


def test_an_intent_that_is_none(lake):
    folder = lake.path / "_flowconv" / "intents"
    folder.mkdir(exist_ok=True)
    (folder / f"{'0' * 32}.json").write_text("{}")
    assert "record" in kinds(lake)


def test_a_replaced_file_that_came_back(made, tmp_path):
    lake, log = Lake(tmp_path / "lake"), tmp_path / "a.log"
    log.write_text("".join(record(number) + "\n" for number in range(50)))
    convert(lake.path, log)
    path = lake.parquet()[0]
    old = path.read_bytes()
    log.write_text("".join(record(number) + "\n" for number in range(60)))
    convert(lake.path, log, "--on-changed-input", "replace")
    path.write_bytes(old)
    assert kinds(lake) == {"stray"}


def forge(lake, path, old):
    """Gives a file's record the size and the digest of the bytes that it has now."""
    new, name = path.read_bytes(), path.relative_to(lake.path)
    rewrite(
        lake,
        lambda text: text.replace(hashlib.sha256(old).hexdigest(), hashlib.sha256(new).hexdigest())
        .replace(f'"{name}","bytes":{len(old)},', f'"{name}","bytes":{len(new)},'),
    )


def commits(lake):
    return sorted((lake.path / "_flowconv" / "commits").glob("*.json"))


def rewrite(lake, change):
    """An edit by somebody who knows how records are sealed."""
    for path in commits(lake):
        seal(path, change)


def seal(path, change):
    text = path.read_text()
    body = change(text[len('{"record":') : text.rindex(',"sha256":')])
    digest = hashlib.sha256(body.encode()).hexdigest()
    path.write_text('{"record":' + body + ',"sha256":"' + digest + '"}\n')


def test_an_edited_record(lake):
    path = commits(lake)[0]
    path.write_text(path.read_text().replace('"rows":4000', '"rows":4001', 1))
    assert "record" in kinds(lake)


def test_a_record_that_was_edited_with_care(lake):
    rewrite(lake, lambda text: text.replace('"rows":4000', '"rows":4001'))
    assert kinds(lake) & {"sums", "rows"}


@pytest.mark.parametrize(
    "content", ["", "{", "null", "[]", '{"record":{},"sha256":""}', "\x00" * 100, "[" * 10_000, '{"record":1}']
)
def test_records_that_are_none(content, lake):
    commits(lake)[0].write_text(content)
    found = verify(lake, expect=DATA)["findings"]
    assert "record" in {finding["kind"] for finding in found}
    done = run("convert", lake.parquet()[0], "-o", lake.path)
    assert done.status == DATA and commits(lake)[0].name in done.stderr and done.stderr.count("\n") == 1


def test_a_record_that_is_gone(lake):
    commits(lake)[0].unlink()
    assert kinds(lake) == {"stray"}


def test_a_rejected_line_that_is_gone(lake):
    path = next((lake.path / "_flowconv" / "rejects").glob("*.jsonl"))
    path.write_text("")
    assert kinds(lake) == {"rows"}


def test_against_other_inputs(made, lake, tmp_path):
    inputs = shutil.copytree(made / "in", tmp_path / "in")
    # Under another name the same bytes are other inputs, but the rows are the same.
    found = verify(lake, "--against", inputs, expect=DATA)["findings"]
    assert {finding["subject"] for finding in found} >= {str(inputs / "0.log.gz")}
    assert not any("checksum" in finding["text"] for finding in found)
    assert "against" in kinds(lake, "--against", made / "in" / "0.log.gz")


@pytest.mark.parametrize("change", ["lost", "doubled", "altered", "swapped"])
def test_against_inputs_that_differ_by_one_row(change, tmp_path):
    log, lake = tmp_path / "a.log", Lake(tmp_path / "lake")
    lines = [record(number) for number in range(300)]
    log.write_text("".join(line + "\n" for line in lines))
    convert(lake.path, log)
    assert verify(lake, "--against", log)["findings"] == []
    if change == "lost":
        del lines[7]
    elif change == "doubled":
        lines.append(lines[7])
    elif change == "altered":
        lines[7] = lines[7].replace("10.1.1.1", "10.1.1.2")
    else:
        # The ports of two rows: every column still has the same values as often.
        one, other = lines[7].split(), lines[8].split()
        one[5], other[5] = other[5], one[5]
        lines[7:9] = [" ".join(one), " ".join(other)]
    log.write_text("".join(line + "\n" for line in lines))
    found = verify(lake, "--against", log, expect=DATA)["findings"]
    assert any("checksum" in finding["text"] for finding in found)


V5_FORMAT = " ".join("${%s}" % name for name in ref.VPC_V5)
SHORT_FORMAT = "${start} ${srcaddr} ${dstport}"
ROW_OPTIONS = {
    "pad-to": ["--pad-to", "11"],
    "columns": ["--columns", "end,srcaddr,protocol,event_time"],
    "time-columns": ["--time-columns", "timestamp"],
    "derive": ["--derive", "protocol_name,tcp_flags_text,direction,src_private,dst_private,community_id"],
    "lineage": ["--derive", "source_object,source_line"],
    "decode-tags": ["--decode-tags", "--pad-to", "11", "--time-columns", "timestamp", "--derive", "community_id"],
    "salvage": ["--salvage"],
    "skip": ["--on-object-error", "skip"],
}  # fmt: skip


def logs_of_every_kind(folder):
    """A header line, none, an envelope, Parquet; names are relative, as people give them."""
    folder.mkdir()
    tags = ("start", "srcaddr", "dstaddr", "protocol", "srcport", "dstport", "instance-tag", "asg-tag-2")
    tagged = "".join(f"1700000000 10.0.0.1 10.0.0.{n} 6 {n} 443 caf%C3%A9%20{n} -\n" for n in range(20))
    (folder / "tags.log").write_text(" ".join(tags) + "\n" + tagged)
    v5 = log_generator.records(ref.VPC_V5, 300, 5, "5")
    (folder / "v5.log.gz").write_bytes(gzip.compress(log_generator.text(v5, ref.VPC_V5), mtime=0))
    (folder / "bare.log").write_text("".join(line + "\n" for line in v5))
    export = log_generator.records(ref.DEFAULT, 300, 6, "2", export=True)
    shapes = {shape.name: shape.data for shape in envelope_generator.shapes(export)}
    (folder / "export").write_bytes(shapes["export"])
    (folder / "subscription").write_bytes(shapes["subscription-members"])
    columns = {"start": pa.array([1700000000, 1700000060]), "srcaddr": ["10.0.0.1", "-"], "flags": [True, None]}
    pq.write_table(pa.table(columns), folder / "native.parquet", compression="gzip")


@pytest.mark.parametrize("name", ROW_OPTIONS)
def test_against_knows_the_options(name, tmp_path):
    """Rows are derived again with the options that they were made with, which the lake's log holds."""
    logs_of_every_kind(tmp_path / "in")
    if "timestamp" in ROW_OPTIONS[name]:
        # A table's column has one type, and what came as Parquet stays as it is.
        (tmp_path / "in" / "native.parquet").unlink()
    bad = gzip.compress("".join(record(n) + "\n" for n in range(LINES)).encode(), mtime=0)[: -(12 << 10)]
    if name in ("salvage", "skip"):
        (tmp_path / "in" / "bad.log.gz").write_bytes(bad)
    lake = Lake(tmp_path / "lake")
    done = run("convert", "in", "-o", "lake", "--log-format", V5_FORMAT, *ROW_OPTIONS[name], cwd=tmp_path)
    assert done.status == (4 if name in ("salvage", "skip") else OK), done.stderr
    findings = run("verify", lake.path, "--against", tmp_path / "in", "--json").summary["findings"]
    if name == "skip":
        (finding,) = findings
        assert finding["subject"].endswith("bad.log.gz") and "truncated" in finding["text"] or "ends" in finding["text"]
    else:
        assert findings == []
    # It is no empty promise: other options make other rows.
    if name in ("salvage", "skip", "pad-to"):
        return
    sealed = json.loads(commits(lake)[0].read_text())["record"]["row_options"]
    rewrite(lake, lambda text: text.replace(json.dumps(sealed, separators=(",", ":")), '{"log_formats":["' + V5_FORMAT + '"]}'))
    assert kinds(lake, "--against", tmp_path / "in") == {"against"}


def test_against_knows_the_options_of_each_run(tmp_path):
    """Two runs with other formats and columns, and then all of it merged."""
    (tmp_path / "a.log").write_text("".join(record(n) + "\n" for n in range(50)))
    (tmp_path / "b.log").write_text("".join(f"17000000{n} 10.0.0.{n} {n}\n" for n in range(10, 60)))
    (tmp_path / "c.log").write_text("".join(f"17000000{n} 10.0.0.{n} {n}\n" for n in range(10, 60)))
    (tmp_path / "custom").write_text("SOURCE 10(?:\\.[0-9]+)+\n")
    lake = Lake(tmp_path / "lake")
    convert(lake.path, tmp_path / "a.log", options=["--columns", "start,srcaddr", "--derive", "source_line"])
    convert(lake.path, tmp_path / "b.log", options=["--log-format", SHORT_FORMAT, "--pad-to", "2"])
    pattern = ["--grok", "%{INT:start:long} %{SOURCE:srcaddr} %{INT:dstport:int}", "--custom-patterns", tmp_path / "custom"]
    convert(lake.path, tmp_path / "c.log", options=pattern)
    inputs = [tmp_path / name for name in ("a.log", "b.log", "c.log")]
    assert verify(lake, "--against", *inputs)["findings"] == []
    assert run("compact", lake.path).status == OK
    assert verify(lake, "--against", *inputs)["findings"] == []
    (tmp_path / "b.log").write_text((tmp_path / "b.log").read_text().replace("10.0.0.17", "10.0.0.18"))
    assert kinds(lake, "--against", *inputs) == {"against"}


def test_against_standard_input(tmp_path):
    text = "".join(f"17000000{n} 10.0.0.{n} {n}\n" for n in range(10, 60)).encode()
    lake = Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=text, options=["--log-format", SHORT_FORMAT, "--derive", "source_object"])
    done = run("verify", lake.path, "--against", "-", "--json", stdin=text)
    assert done.status == OK and done.summary["findings"] == []
    assert run("verify", lake.path, "--against", "-", stdin=text[:-10]).status == DATA


def test_against_an_input_under_another_name(tmp_path):
    """What the lake does not know is read as everything else was."""
    lines = "".join(f"17000000{n} 10.0.0.{n} {n}\n" for n in range(10, 60))
    (tmp_path / "a.log").write_text(lines)
    lake = Lake(tmp_path / "lake")
    convert(lake.path, tmp_path / "a.log", options=["--log-format", SHORT_FORMAT, "--pad-to", "3"])
    (tmp_path / "a.log").rename(tmp_path / "b.log")
    findings = verify(lake, "--against", tmp_path / "b.log", expect=DATA)["findings"]
    assert findings and not any("checksum" in finding["text"] for finding in findings)


def test_records_of_an_earlier_version(tmp_path):
    """They do not say how rows were made; the format may be given, and what differs is explained."""
    (tmp_path / "a.log").write_text("".join(f"17000000{n} 10.0.0.{n} {n}\n" for n in range(10, 60)))
    lake = Lake(tmp_path / "lake")

    def forget(text):
        record = json.loads(text)
        del record["row_options"]
        return json.dumps(record, separators=(",", ":"))

    convert(lake.path, tmp_path / "a.log", options=["--log-format", SHORT_FORMAT])
    rewrite(lake, forget)
    assert verify(lake, "--against", tmp_path / "a.log", "--log-format", SHORT_FORMAT)["findings"] == []
    assert "against" in kinds(lake, "--against", tmp_path / "a.log")
    (tmp_path / "b.log").write_text("".join(f"17000000{n} 10.0.0.{n} {n}\n" for n in range(10, 60)))
    convert(lake.path, tmp_path / "b.log", options=["--log-format", SHORT_FORMAT, "--pad-to", "3", "--derive", "source_line"])
    assert verify(lake, "--against", tmp_path / "a.log", tmp_path / "b.log", "--log-format", SHORT_FORMAT)["findings"] == []
    rewrite(lake, lambda text: forget(text) if "row_options" in text else text)
    found = verify(lake, "--against", tmp_path / "a.log", tmp_path / "b.log", "--log-format", SHORT_FORMAT, expect=DATA)
    assert any("earlier version" in finding["text"] for finding in found["findings"])


def test_options_of_a_later_version(tmp_path):
    (tmp_path / "a.log").write_text(record(1) + "\n")
    lake = Lake(tmp_path / "lake")
    convert(lake.path, tmp_path / "a.log")
    rewrite(lake, lambda text: text.replace('"row_options":{}', '"row_options":{"hue":1}'))
    done = run("verify", lake.path, "--against", tmp_path / "a.log")
    assert done.status == DATA and "hue" in done.stderr and done.stderr.count("\n") == 1


def test_no_lake(tmp_path):
    for command in ("verify", "status"):
        done = run(command, tmp_path / "nowhere")
        assert done.status == NO_INPUT and done.stderr.startswith("flowconv: error: ")


def test_status(made, lake):
    status = run("status", lake.path, "--json").summary
    assert status["rows"] == 2 * LINES and status["inputs"] == 2 and status["rejected_lines"] == 3
    assert status["files"] == len(lake.parquet()) == sum(p["files"] for p in status["partitions"])
    assert [p["path"] for p in status["partitions"]] == sorted({str(f.parent.relative_to(lake.path)) for f in lake.parquet()})
    for partition in status["partitions"]:
        rows = pq.read_table(lake.path / partition["path"], partitioning=None)["start"].to_pylist()
        assert (partition["min_time"], partition["max_time"]) == (min(rows), max(rows))
    text = run("status", lake.path).stdout.decode()
    assert "8,000 rows" in text and "3 rejected lines" in text and "year=2023/month=11/day=14" in text


def test_the_schema_is_locked(tmp_path):
    lake = Lake(tmp_path / "lake")
    log = tmp_path / "a.log"
    log.write_text("start dstport my-field\n1700000000 443 x\n")
    convert(lake.path, log)
    other = tmp_path / "b.log"
    # The export's timestamp is a time; a field of that name that AWS does not know is text.
    other.write_text("start event_time\n1700000000 x\n")
    convert(lake.path, other)
    export = tmp_path / "c.log"
    export.write_text("2023-11-14T22:13:20.000Z " + record(1) + "\n")
    done = run("convert", export, "-o", lake.path)
    assert done.status == DATA and "event_time" in done.stderr
    assert verify(lake)["rows"] == 2
    for scheme in ("hour", "none", "a={my-field}"):
        done = run("convert", export, "-o", lake.path, "--partition-by", scheme)
        assert done.status == DATA and "--partition-by" in done.stderr
    assert verify(lake)["rows"] == 2


def test_records_name_what_they_should(made, lake):
    record = json.loads(commits(lake)[0].read_text())["record"]
    assert set(record) == {
        "format", "unit", "kind", "time", "version", "options", "row_options", "partition_by", "inputs", "files", "rejects",
        "replaces", "removes",
    }  # fmt: skip
    assert {"path", "size", "modified", "tag", "lines", "rows", "rejected"} <= set(record["inputs"][0])
    assert {"path", "bytes", "rows", "min_time", "max_time", "sha256", "schema"} == set(record["files"][0])
