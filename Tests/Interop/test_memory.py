"""Memory is flat: a pipe of any length stays under `--memory` plus 64 MiB."""

import os
import subprocess
import sys
import zlib

import pyarrow.parquet as pq
import pytest

from conftest import BINARY, Lake

# Runs a command and prints its exit status and peak memory. A small process of its own does it, because Linux counts
# what the parent held at the time of the fork into the child's peak, and this test process holds hundreds of MiB.
LAUNCHER = """
import os, resource, sys
child = os.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss, file=sys.stderr)
"""


def peak_of_pipe(lake: Lake, lines: int, form: str, options: list[str]) -> float:
    """MiB at the peak of `generate | convert -`; both must succeed, and no row may be lost."""
    command = [str(BINARY), "generate", "--lines", str(lines), "--seed", "3", "--format", form]
    convert = [str(BINARY), "convert", "-", "--output", str(lake.path), "--memory", "128MiB", *options]
    times = ["--start", "1704060000", "--duration", "172800"]
    with subprocess.Popen(command + times, stdout=subprocess.PIPE) as source:
        launch = [sys.executable, "-I", "-S", "-c", LAUNCHER, *convert]
        done = subprocess.run(launch, stdin=source.stdout, capture_output=True, timeout=60 + lines / 50_000)
        source.stdout.close()
    assert source.returncode == 0
    *report, last = done.stderr.decode().splitlines()
    status, peak = map(int, last.split())
    assert status == 0, report
    assert sum(pq.read_metadata(path).num_rows for path in lake.parquet()) == lines
    return peak / 1024


@pytest.mark.parametrize(
    "form, lines, options",
    [
        ("default", 2_000_000, []),
        ("default", 2_000_000, ["--partition-by", "hour"]),
        ("v11", 300_000, ["--partition-by", "hour", "--threads", "2"]),
        ("default", 1_500_000, ["--pad-to", "11"]),
        ("default", 1_000_000, ["--pad-to", "11", "--partition-by", "hour", "--threads", "2"]),
        ("default", 500_000, ["--derive", "community_id,source_object,source_line", "--time-columns", "timestamp"]),
    ],
    ids=["default-day", "default-hour", "v11-hour", "padded-day", "padded-hour", "derived"],
)
def test_peak_of_a_pipe(form, lines, options, tmp_path):
    assert peak_of_pipe(Lake(tmp_path / "lake"), lines, form, options) < 128 + 64


@pytest.mark.parametrize("content", ["newlines", "one-line", "records", "json"])
def test_peak_of_a_bomb(content, tmp_path):
    """A small object with 512 MiB in it takes time, and no memory."""
    line = b"2 123456789012 eni-1 10.0.0.1 10.0.0.2 1 443 6 1 1 1700000000 1700000060 ACCEPT OK\n"
    unit = {
        "newlines": b"\n" * (1 << 20),
        "one-line": b"x" * (1 << 20),
        "records": line * ((1 << 20) // len(line)),
        "json": b'{"message":"' + line[:-1] + b'"}\n',
    }[content]
    compressor = zlib.compressobj(1, wbits=31)
    path, lake = tmp_path / "bomb.gz", Lake(tmp_path / "lake")
    with path.open("wb") as file:
        for _ in range((512 << 20) // len(unit) if content != "json" else 1_000_000):
            file.write(compressor.compress(unit))
        file.write(compressor.flush())
    assert path.stat().st_size < 8 << 20
    convert = [str(BINARY), "convert", str(path), "-o", str(lake.path), "--memory", "128MiB", "--max-rejects", "100%"]
    if content == "one-line":
        convert += ["--log-format", "srcaddr dstaddr"]
    done = subprocess.run([sys.executable, "-I", "-S", "-c", LAUNCHER, *convert], capture_output=True, timeout=300)
    *report, last = done.stderr.decode().splitlines()
    status, peak = map(int, last.split())
    assert status == 0, report
    assert peak / 1024 < 128 + 64


@pytest.mark.skipif(os.environ.get("FLOWCONV_SLOW") != "1", reason="10 M lines: set FLOWCONV_SLOW=1")
@pytest.mark.parametrize("by", ["day", "hour"])
def test_peak_of_a_long_pipe(by, tmp_path):
    assert peak_of_pipe(Lake(tmp_path / "lake"), 10_000_000, "default", ["--partition-by", by]) < 128 + 64


def test_peak_with_five_thousand_partitions(tmp_path):
    """Files are closed when there are too many; the rest of the price is the rows that wait, which the limit bounds."""
    log, lake = tmp_path / "a.log", Lake(tmp_path / "lake")
    with log.open("w") as file:
        for number in range(200_000):
            file.write(
                f"2 123456789012 eni-{number % 50} 10.0.{number % 250}.{number % 200} 10.1.{number % 9}.1 {number % 60000} "
                f"{number * 7919 % 5000} 6 {number % 100} {number} {1700000000 + number % 3600} 1700003660 ACCEPT OK\n"
            )
    convert = [str(BINARY), "convert", str(log), "-o", str(lake.path), "--memory", "128MiB", "--partition-by", "p={dstport}"]
    done = subprocess.run([sys.executable, "-I", "-S", "-c", LAUNCHER, *convert], capture_output=True, timeout=300)
    *report, last = done.stderr.decode().splitlines()
    status, peak = map(int, last.split())
    assert status == 0, report
    assert len(lake.folders()) == 5000
    assert peak / 1024 < 128 + 64
