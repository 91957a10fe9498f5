"""The table of bad inputs: each is one line on standard error that names the object, the right exit status, and an
output in which nothing is visible."""

import bz2
import contextlib
import gzip
import lzma
import os
import random
import re
import resource
import shutil
import signal
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import log_generator
import reference_parser as ref
from compare import expected_folders
from conftest import BINARY, DATA, IO, NO_INPUT, NO_OUTPUT, Lake, convert, error_line, run
from test_values import SAMPLE_FORMATS, samples

LINES = log_generator.records(ref.DEFAULT, 4_000, 50, "2")
TEXT = log_generator.text(LINES, ref.DEFAULT)
WHOLE = gzip.compress(TEXT, 6, mtime=0)
SECOND = gzip.compress(TEXT[:5000], 6, mtime=0)


def flipped(data: bytes, at: int, bits: int = 0xFF) -> bytes:
    changed = bytearray(data)
    changed[at] ^= bits
    return bytes(changed)


def noise(size: int) -> bytes:
    return random.Random(51).randbytes(size)


OBJECTS = {
    "gzip-magic-only": b"\x1f\x8b",
    "gzip-ends-in-header": WHOLE[:7],
    "gzip-ends-after-header": WHOLE[:10],
    "gzip-ends-in-the-middle": WHOLE[: len(WHOLE) // 2],
    "gzip-ends-before-trailer": WHOLE[:-8],
    "gzip-ends-in-trailer": WHOLE[:-3],
    "gzip-wrong-crc": flipped(WHOLE, -8),
    "gzip-wrong-size": flipped(WHOLE, -1),
    "gzip-unknown-method": flipped(WHOLE, 2, 0x01),
    "gzip-reserved-flag": flipped(WHOLE, 3, 0x80),
    "gzip-reserved-block-type": WHOLE[:10] + b"\x07" + WHOLE[11:],
    "gzip-body-zeroed": WHOLE[:2000] + b"\0" * 400 + WHOLE[2400:],
    "gzip-second-member-cut": WHOLE + SECOND[:-20],
    "gzip-second-member-crc": WHOLE + flipped(SECOND, -5),
    "gzip-of-binary": gzip.compress(noise(50_000), mtime=0),
    "binary": b"\x7fELF" + noise(50_000),
    "binary-without-newline": bytes(byte for byte in noise(200_000) if byte != 10),
    "binary-zeros": b"\0" * 100_000,
    "parquet": b"PAR1" + noise(4000) + b"PAR1",
    "zip": b"PK\x03\x04" + noise(4000),
    "prose": b"This is not a flow log at all.\nNor is this.\n",
    "csv": b"name,age,colour\nx,1,red\n",
    "json-cut-short": b'{"messageType":"DATA_MESSAGE","logEvents":[',
    "json-broken": b'{"message":"a"}{"message" "b"}{"message":"c"}',
    "zstd-cut-short": b"\x28\xb5\x2f\xfd\x04\x58",
    "zstd-damaged": b"\x28\xb5\x2f\xfd" + b"\xff" * 50,
    "html": b"<!DOCTYPE html>\n<html><body>403</body></html>\n",
    "undecidable-14-tokens": " ".join(sorted(LINES[0].split())).encode(),
    "undecidable-15-tokens": LINES[0].encode() + b" more\n",
}
WITH_OFFSET = [name for name in OBJECTS if name.startswith("gzip-") and name not in ("gzip-of-binary",)]


def assert_nothing_visible(lake: Lake) -> None:
    if lake.path.is_dir():
        assert lake.files() == []
        assert lake.strays() == []


@pytest.mark.parametrize("name", OBJECTS)
def test_object(name, tmp_path):
    path, lake = tmp_path / f"{name}.log.gz", Lake(tmp_path / "lake")
    path.write_bytes(OBJECTS[name])
    line = error_line(convert(lake.path, path, expect=DATA))
    assert str(path) in line
    if name in WITH_OFFSET:
        assert re.search(r"\d", line.replace(str(path), "")), f"an offset is wanted: {line}"
    if name.startswith("undecidable"):
        assert "--log-format" in line, "the error says what to pass"
    assert line.isprintable(), "nothing of a binary object gets to the terminal"
    assert_nothing_visible(lake)


FOREIGN = {
    "bzip2": (bz2.compress(TEXT), "bzip2"),
    "xz": (lzma.compress(TEXT), "xz"),
    "zip": (b"PK\x03\x04" + noise(400), "ZIP"),
    "lz4": (b"\x04\x22\x4d\x18" + noise(400), "LZ4"),
    "snappy": (b"\xff\x06\x00\x00sNaPpY" + noise(400), "Snappy"),
    "avro": (b"Obj\x01" + noise(400), "Avro"),
    "orc": (b"ORC" + noise(400), "ORC"),
    "utf-16": (TEXT.decode().encode("utf-16"), "iconv"),
    "utf-16-be": (TEXT.decode().encode("utf-16-be"), "iconv"),
    "utf-16-json": (b'{"events":[]}'.decode().encode("utf-16-le"), "iconv"),
    "carriage-returns": (TEXT.replace(b"\n", b"\r"), "tr "),
    "tabs": (TEXT.replace(b" ", b"\t"), "tabs"),
    "error-message": (b"<?xml version='1.0'?>\n<Error><Code>AccessDenied</Code></Error>\n", "XML"),
    "colours": (b"".join(b"\x1b[32m2025-05-27T05:12:33+00:00\x1b[0m " + line for line in TEXT.splitlines(True)), "--color off"),
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("options", [(), ("--log-format", "srcaddr dstaddr start")], ids=["plain", "given"])
def test_what_is_something_else_is_named(name, options, tmp_path):
    """What it is, and what to do about it; also by `classify`."""
    data, words = FOREIGN[name]
    path, lake = tmp_path / "object", Lake(tmp_path / "lake")
    path.write_bytes(data)
    line = error_line(convert(lake.path, path, expect=DATA, options=options))
    assert str(path) in line and words in line and line.isprintable()
    assert_nothing_visible(lake)
    assert words in run("classify", path, *options).stdout.decode()


@pytest.mark.parametrize("name", ["gzip-ends-in-the-middle", "gzip-wrong-crc", "gzip-second-member-crc", "binary"])
def test_standard_input(name, tmp_path):
    lake = Lake(tmp_path / "lake")
    error_line(convert(lake.path, "-", stdin=OBJECTS[name], expect=DATA))
    assert_nothing_visible(lake)


@pytest.mark.parametrize("name", ["gzip-ends-in-the-middle", "gzip-wrong-crc", "gzip-second-member-crc", "binary"])
def test_among_good_objects(name, tmp_path):
    """Units of good objects may be published, the bad object's rows never."""
    folder, lake = tmp_path / "in", Lake(tmp_path / "lake")
    folder.mkdir()
    good = LINES[0].replace("eni-", "good-")
    (folder / "a.log").write_text(LINES[0] + "\n")
    (folder / "b.log.gz").write_bytes(OBJECTS[name])
    (folder / "c.log").write_text(good + "\n")
    done = run("convert", folder, "--output", lake.path)
    assert done.status == DATA, done.stderr
    assert str(folder / "b.log.gz") in error_line(done)
    assert sum(pq.read_metadata(path).num_rows for path in lake.parquet()) <= 2
    assert lake.strays() == []


@pytest.mark.parametrize("cut", [*range(2, 40, 3), *range(len(WHOLE) - 12, len(WHOLE))])
def test_gzip_cut_anywhere(cut, tmp_path):
    lake = Lake(tmp_path / "lake")
    error_line(convert(lake.path, "-", stdin=WHOLE[:cut], expect=DATA))
    assert_nothing_visible(lake)


def test_headerless_samples_say_what_to_pass(tmp_path):
    for log in samples():
        if log.name[:2] in SAMPLE_FORMATS:
            done = convert(tmp_path / log.name, "-", stdin=log.text, expect=DATA)
            assert "--log-format" in error_line(done), log.name
            assert_nothing_visible(Lake(tmp_path / log.name))


def test_missing_path(tmp_path):
    missing = tmp_path / "no" / "such" / "folder"
    assert str(missing) in error_line(convert(tmp_path / "lake", missing, expect=NO_INPUT))
    assert_nothing_visible(Lake(tmp_path / "lake"))


def test_missing_path_among_good_ones(tmp_path):
    """Seen before any work starts."""
    good, missing = tmp_path / "good.log", tmp_path / "missing.log"
    good.write_bytes(TEXT)
    assert str(missing) in error_line(convert(tmp_path / "lake", good, missing, expect=NO_INPUT))
    assert_nothing_visible(Lake(tmp_path / "lake"))


def test_dangling_link(tmp_path):
    link = tmp_path / "link.log"
    link.symlink_to(tmp_path / "nowhere")
    assert str(link) in error_line(convert(tmp_path / "lake", link, expect=NO_INPUT))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_object(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(TEXT)
    path.chmod(0)
    assert str(path) in error_line(convert(tmp_path / "lake", path, expect=NO_INPUT))


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere; the next tests use a file in the way")
def test_unwritable_output(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    done = convert(tmp_path / "closed" / "lake", "-", stdin=TEXT, expect=NO_OUTPUT)
    assert str(tmp_path / "closed") in error_line(done)


@pytest.mark.parametrize("where", ["lake", "lake/inside", "lake/inside/deeper"])
def test_output_is_a_file_or_lies_under_one(where, tmp_path):
    (tmp_path / "lake").write_text("in the way")
    done = convert(tmp_path / where, "-", stdin=TEXT, expect=NO_OUTPUT)
    assert str(tmp_path / "lake") in error_line(done)
    assert (tmp_path / "lake").read_text() == "in the way" and len(list(tmp_path.iterdir())) == 1


def test_a_file_where_a_partition_folder_should_be(tmp_path):
    lake = tmp_path / "lake"
    lake.mkdir()
    years = {folder[0] for folder in expected_folders(ref.parse(TEXT))}
    for year in years:
        (lake / year).write_text("in the way")
    done = run("convert", "-", "--output", lake, stdin=TEXT)
    assert done.status in (NO_OUTPUT, IO), done.stderr
    assert str(lake) in error_line(done)
    assert not list(lake.rglob("*.parquet"))
    assert all((lake / year).read_text() == "in the way" for year in years)


@contextlib.contextmanager
def small_disk(path: Path, kibibytes: int):
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", str(path)]
    if os.geteuid() != 0 or not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no right to mount a small file system")
    try:
        yield path
    finally:
        subprocess.run(["umount", str(path)], check=True)


INCOMPRESSIBLE = "".join(
    line + "\n"
    for line in [" ".join(ref.VPC_V11[:39]), *log_generator.records(ref.VPC_V11[:39], 20_000, 52, "7")]
).encode()


def test_full_disk(tmp_path):
    """Over a megabyte of random task ids cannot fit 512 KiB."""
    with small_disk(tmp_path / "disk", 512) as disk:
        lake = Lake(disk / "lake")
        line = error_line(convert(lake.path, "-", stdin=INCOMPRESSIBLE, expect=IO))
        assert str(disk) in line
        assert_nothing_visible(lake)


def test_disk_that_is_full_before_the_start(tmp_path):
    with small_disk(tmp_path / "disk", 64) as disk:
        with contextlib.suppress(OSError):
            (disk / "filler").write_bytes(b"x" * 65536)
        done = run("convert", "-", "--output", disk / "lake", stdin=TEXT)
        assert done.status in (NO_OUTPUT, IO), done.stderr
        assert str(disk) in error_line(done)
        assert_nothing_visible(Lake(disk / "lake"))


def test_file_size_limit(tmp_path):
    """The like of a full disk that needs no rights: a limit of 128 KiB a file, with its signal ignored."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (128 << 10, 128 << 10))

    lake = Lake(tmp_path / "lake")
    command = [str(BINARY), "convert", "-", "--output", str(lake.path), "--partition-by", "none"]
    done = subprocess.run(command, input=INCOMPRESSIBLE, capture_output=True, preexec_fn=limit, timeout=60)
    assert done.returncode == IO, done.stderr
    (line,) = [text for text in done.stderr.decode().splitlines() if text.strip()]
    assert line.startswith("flowconv: error: ") and str(lake.path) in line
    assert_nothing_visible(lake)


def test_a_run_after_a_failed_one_succeeds(tmp_path):
    lake = Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=OBJECTS["gzip-wrong-crc"], expect=DATA)
    convert(lake.path, "-", stdin=WHOLE)
    assert sum(pq.read_metadata(path).num_rows for path in lake.parquet()) == len(LINES)
