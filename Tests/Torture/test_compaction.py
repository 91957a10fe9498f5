"""Compaction that is killed, that runs beside others, and that must not change a row."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time

import pytest
from conftest import BINARY, FULL, write_log
from lake_check import files, leftovers, of_inputs, of_lake, run

POINTS = ["sealed", "intent", "publish.file", "published", "committed", "remove.file:1", "remove.file:3"]


@pytest.fixture
def made(tmp_path):
    logs = [write_log(tmp_path / f"in/{n}.log", 400, n + 1) for n in range(6)]
    lake = tmp_path / "lake"
    for log in logs:
        assert run(BINARY, "convert", log, "-o", lake).returncode == 0
    return logs, lake


def whole(lake):
    done = run(BINARY, "verify", lake)
    return done.returncode == 0 and not (lake / "_flowconv" / "compacting").exists(), done.stdout


def test_merges_and_keeps_every_row(made):
    logs, lake = made
    wanted, before = of_inputs(logs), len(files(lake))
    done = run(BINARY, "compact", lake, "--sort-by", "srcaddr,start")
    assert done.returncode == 0, done.stderr
    folders = {path.rsplit("/", 1)[0] for path in files(lake)}
    assert len(files(lake)) == len(folders) < before
    assert of_lake(lake) == wanted
    assert whole(lake) == (True, whole(lake)[1])
    assert "nothing to do" in run(BINARY, "compact", lake, "--sort-by", "srcaddr,start").stderr
    assert "nothing to do" in run(BINARY, "convert", *logs, "-o", lake).stderr
    against = run(BINARY, "verify", lake, "--against", logs[0].parent)
    assert against.returncode == 0, against.stdout


def test_one_partition(made):
    logs, lake = made
    wanted = of_inputs(logs)
    folder = sorted({os.path.relpath(path.rsplit("/", 1)[0], lake) for path in files(lake)})[0]
    others = [path for path in files(lake) if f"/{folder}/" not in path]
    assert run(BINARY, "compact", lake, "--partition", folder).returncode == 0
    assert [path for path in files(lake) if f"/{folder}/" not in path] == others
    assert sum(f"/{folder}/" in path for path in files(lake)) == 1
    assert of_lake(lake) == wanted and whole(lake)[0]


def test_grace_period(made):
    """Old files stay for those who are about to open them; verify says that rows are there twice meanwhile."""
    logs, lake = made
    wanted, old = of_inputs(logs), files(lake)
    process = subprocess.Popen([str(BINARY), "compact", str(lake), "--grace-period", "3"], stderr=subprocess.PIPE)
    until = time.monotonic() + 30
    while "queries see their rows twice" not in run(BINARY, "verify", lake).stdout and time.monotonic() < until:
        pass
    assert set(old) & set(files(lake))
    # It dies while it waits: the next run removes what is left.
    process.kill()
    process.communicate()
    assert of_lake(lake) != wanted
    done = run(BINARY, "verify", lake)
    assert done.returncode == 0 and "queries see their rows twice" in done.stdout
    assert run(BINARY, "convert", *logs, "-o", lake).returncode == 0
    assert of_lake(lake) == wanted and leftovers(lake) == []
    assert whole(lake)[0] and "twice" not in whole(lake)[1]


def test_a_signal_in_the_grace_period(made):
    logs, lake = made
    process = subprocess.Popen([str(BINARY), "compact", str(lake), "--grace-period", "100"], stderr=subprocess.PIPE)
    until = time.monotonic() + 30
    while "queries see their rows twice" not in run(BINARY, "verify", lake).stdout and time.monotonic() < until:
        pass
    process.terminate()
    assert process.wait(timeout=20) == 143
    assert run(BINARY, "compact", lake).returncode == 0
    assert of_lake(lake) == of_inputs(logs) and whole(lake)[0] and leftovers(lake) == []


def test_folders_that_are_no_lakes(tmp_path):
    folder = tmp_path / "in"
    log = write_log(folder / "a.log", 10, 1)
    for command in ("compact", "verify", "status"):
        done = run(BINARY, command, folder)
        assert done.returncode == 66 and "no lake" in done.stderr
    assert list(folder.rglob("*")) == [log]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("then", ["compact", "convert"])
def test_killed(point, then, made):
    logs, lake = made
    wanted = of_inputs(logs)
    killed = run(BINARY, "compact", lake, env=os.environ | {"FLOWCONV_FAULT_POINT": point})
    assert killed.returncode == -signal.SIGKILL
    again = ["compact", lake] if then == "compact" else ["convert", *logs, "-o", lake]
    done = run(BINARY, *again)
    assert done.returncode == 0, done.stderr
    assert of_lake(lake) == wanted
    assert leftovers(lake) == []
    assert run(BINARY, "compact", lake).returncode == 0
    assert whole(lake)[0], whole(lake)[1]
    assert of_lake(lake) == wanted


def test_killed_at_random_moments(made):
    logs, lake = made
    wanted, chance = of_inputs(logs), random.Random(3)
    for _ in range(40 if FULL else 6):
        process = subprocess.Popen([str(BINARY), "compact", str(lake), "--sort-by", "start"], stderr=subprocess.PIPE)
        time.sleep(chance.random() * 0.4)
        process.kill()
        process.communicate()
    assert run(BINARY, "compact", lake).returncode == 0
    assert of_lake(lake) == wanted and whole(lake)[0]


def test_beside_conversions(made, tmp_path):
    logs, lake = made
    more = [write_log(tmp_path / f"more/{n}.log", 300, 20 + n) for n in range(4)]
    processes = [
        subprocess.Popen([str(BINARY), *map(str, command)], stderr=subprocess.PIPE, text=True)
        for command in (
            ["compact", lake], ["convert", *more, "-o", lake], ["convert", *more[::-1], "-o", lake], ["compact", lake]
        )
    ]
    for process in processes:
        error = process.communicate(timeout=120)[1]
        # One compaction at a time: the other says so and does nothing.
        assert process.returncode == 0 or "another compaction" in error, error
    assert of_lake(lake) == of_inputs(logs + more)
    assert run(BINARY, "compact", lake).returncode == 0
    assert of_lake(lake) == of_inputs(logs + more) and whole(lake)[0]


def test_what_was_merged_is_not_replaced(made):
    logs, lake = made
    wanted = of_inputs(logs)
    assert run(BINARY, "compact", lake).returncode == 0
    write_log(logs[0], 10, 99)
    done = run(BINARY, "convert", *logs, "-o", lake, "--on-changed-input", "replace")
    assert done.returncode == 65 and "compact" in done.stderr
    assert of_lake(lake) == wanted


def test_a_damaged_file_is_not_merged(made):
    logs, lake = made
    path = files(lake)[0]
    data = bytearray(open(path, "rb").read())
    data[len(data) // 3] ^= 1
    open(path, "wb").write(data)
    before = files(lake)
    done = run(BINARY, "compact", lake)
    assert done.returncode == 65, done.stderr
    assert files(lake) == before and not (lake / "_flowconv" / "compacting").exists()
