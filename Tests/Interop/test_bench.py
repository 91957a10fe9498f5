"""`flowconv bench`: what it counts, and that it leaves nothing behind. Never how long anything took."""

import signal
import subprocess
import time

import pytest

from conftest import BINARY, NO_INPUT, USAGE, error_line, run, squeeze

STAGES = ["read", "inflate", "index", "parse", "encode", "compress", "write"]
RATES = ["seconds", "nanoseconds_per_line", "lines_per_second", "inflated_bytes_per_second", "bytes_in_per_second"]


@pytest.fixture
def bench(tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    def bench(*arguments):
        done = run("bench", *arguments, "--scratch", scratch)
        assert list(scratch.iterdir()) == []
        return done

    return bench


def test_generated_lines(bench):
    done = bench("--lines", 3000, "--rounds", 1, "--threads", 2, "--json")
    assert (done.status, done.stderr) == (0, "")
    told = done.summary
    assert (told["generated"], told["rows"], told["lines"]) == (True, 3000, 3000 + told["objects"])
    assert 0 < told["bytes"]["in"] < told["bytes"]["inflated"]
    assert told["bytes"]["out"] > 0
    assert [stage["stage"] for stage in told["stages"]] == STAGES
    assert [whole["threads"] for whole in told["whole"]] == [1, 2]
    for part in told["stages"] + told["whole"]:
        assert list(part)[1:] == RATES
        if part["seconds"] > 0:
            assert part["lines_per_second"] == pytest.approx(told["lines"] / part["seconds"])
            assert part["inflated_bytes_per_second"] == pytest.approx(told["bytes"]["inflated"] / part["seconds"])
            assert part["bytes_in_per_second"] == pytest.approx(told["bytes"]["in"] / part["seconds"])
            assert part["nanoseconds_per_line"] == pytest.approx(part["seconds"] * 1e9 / told["lines"])


def test_a_file(bench, tmp_path):
    text = run("generate", "--lines", 500, "--format", "v5").stdout
    path = tmp_path / "a.gz"
    path.write_bytes(squeeze(text))
    told = bench(path, "--rounds", 2, "--threads", 1, "--json").summary
    assert (told["generated"], told["objects"], told["rows"], told["lines"]) == (False, 1, 500, 501)
    assert told["bytes"]["in"] == path.stat().st_size
    assert told["bytes"]["inflated"] == len(text)
    assert [whole["threads"] for whole in told["whole"]] == [1]
    table = bench(path, "--rounds", 1, "--threads", 2).stdout.decode()
    names = [line.split()[0] for line in table.split("\n\n")[1].splitlines()[1:]]
    assert names == [*STAGES, "all", "convert,", "convert,"]


@pytest.mark.parametrize(
    "arguments, status",
    [
        (["missing.gz"], NO_INPUT),
        (["-"], USAGE),
        (["--rounds", "0"], USAGE),
        (["--lines", "0"], USAGE),
        (["a.gz", "--lines", "5"], USAGE),
        (["--partition-by", "{"], USAGE),
    ],
)
def test_what_cannot_be_measured(bench, arguments, status):
    done = bench(*arguments)
    assert done.status == status
    error_line(done)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(tmp_path, number):
    command = [BINARY, "bench", "--lines", "3000", "--rounds", "1000000", "--scratch", tmp_path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while not list(tmp_path.iterdir()):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(number)
        output, said = process.communicate(timeout=60)
    assert (output, said.count(b"\n")) == (b"", 1) and b"given up" in said
    assert process.returncode == 128 + number
    assert list(tmp_path.iterdir()) == []
