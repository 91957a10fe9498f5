"""Signals end a run soon and cleanly, and nothing is lost when it is run again."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest
from conftest import BINARY, wait_until_it_listens, write_log
from lake_check import files, leftovers, of_inputs, of_lake, run


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("logs")
    return [write_log(folder / f"{n}.log", 60_000, n + 1) for n in range(4)]


def begin(lake, *inputs, **more):
    command = [str(BINARY), "convert", *map(str, inputs), "-o", str(lake), "--threads", "2"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def wait_for_claims(lake):
    until = time.monotonic() + 30
    while not list((lake / "_flowconv" / "claims").glob("*.json")) and time.monotonic() < until:
        time.sleep(0.002)


@pytest.mark.parametrize("number, status", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_one_signal(number, status, logs, tmp_path):
    lake = tmp_path / "lake"
    process = begin(lake, *logs)
    wait_for_claims(lake)
    process.send_signal(number)
    sent = time.monotonic()
    error = process.communicate(timeout=30)[1]
    # The promise is two seconds; the machine of the tests may be busy.
    assert time.monotonic() - sent < 10
    assert process.returncode == status, error
    assert error.count("\n") == 1 and number.name in error
    assert leftovers(lake) == []
    assert run(BINARY, "convert", *logs, "-o", lake).returncode == 0
    assert of_lake(lake) == of_inputs(logs)


def test_a_second_signal(logs, tmp_path):
    lake = tmp_path / "lake"
    process = begin(lake, "-", stdin=subprocess.PIPE)
    wait_until_it_listens(process)
    process.send_signal(signal.SIGINT)
    time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) in (130, 143)
    process.communicate()
    assert files(lake) == []
    assert run(BINARY, "convert", *logs, "-o", lake).returncode == 0
    assert of_lake(lake) == of_inputs(logs) and leftovers(lake) == []


def test_a_signal_while_a_pipe_is_silent(tmp_path):
    """Nothing can be read, so nothing can be asked whether it should stop."""
    process = begin(tmp_path / "lake", "-", stdin=subprocess.PIPE)
    wait_until_it_listens(process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 143
    assert "SIGTERM" in process.stderr.read()
    process.stdin.close()


def test_closed_streams(logs, tmp_path):
    lake = tmp_path / "lake"
    command = f"exec {BINARY} convert {logs[0]} -o {lake} --summary text <&- >&- 2>&-"
    assert subprocess.run(["bash", "-c", command]).returncode == 0
    assert of_lake(lake) == of_inputs(logs[:1])
    assert run(BINARY, "verify", lake).returncode == 0


def test_nobody_reads_the_report(logs, tmp_path):
    lake = tmp_path / "lake"
    reader, writer = os.pipe()
    os.close(reader)
    command = [str(BINARY), "convert", str(logs[0]), "-o", str(lake)]
    done = subprocess.run(command, stdout=writer, stderr=writer)
    os.close(writer)
    assert done.returncode == 0
    assert of_lake(lake) == of_inputs(logs[:1])
