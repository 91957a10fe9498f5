"""Two runs on one lake at a time, clocks that are wrong, inputs that change under way."""

from __future__ import annotations

import os
import random
import subprocess
import time

import pytest
from conftest import BINARY, FULL, record, write_log
from lake_check import leftovers, of_inputs, of_lake, run

PAIRS = 50 if FULL else 6


def start(lake, inputs, *options, **more):
    command = [str(BINARY), "convert", *map(str, inputs), "-o", str(lake), "--quiet", *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **more)


def test_pairs_of_runs(tmp_path):
    chance = random.Random(7)
    logs = [write_log(tmp_path / f"in/{n}.log", 3000, n + 1) for n in range(5)]
    wanted = of_inputs(logs)
    for number in range(PAIRS):
        lake = tmp_path / f"lake{number}"
        # The same inputs, overlapping ones in other groups, and a pipe.
        left = start(lake, chance.choice([logs, [tmp_path / "in"], logs[:4]]))
        time.sleep(chance.random() * 0.2)
        right = start(lake, chance.choice([logs, logs[1:], list(reversed(logs))]))
        for process in (left, right):
            error = process.communicate(timeout=120)[1]
            assert process.returncode == 0, error
        done = run(BINARY, "convert", *logs, "-o", lake, "--quiet")
        assert done.returncode == 0, done.stderr
        assert of_lake(lake) == wanted, number
        assert leftovers(lake) == [], number


def test_one_of_two_is_killed(tmp_path):
    chance = random.Random(8)
    logs = [write_log(tmp_path / f"in/{n}.log", 4000, n + 1) for n in range(4)]
    wanted = of_inputs(logs)
    for number in range(PAIRS // 2):
        lake = tmp_path / f"lake{number}"
        left, right = start(lake, logs), start(lake, list(reversed(logs)))
        time.sleep(chance.random())
        left.kill()
        left.communicate()
        error = right.communicate(timeout=120)[1]
        assert right.returncode == 0, error
        done = run(BINARY, "convert", *logs, "-o", lake, "--quiet")
        assert done.returncode == 0, done.stderr
        assert of_lake(lake) == wanted
        assert leftovers(lake) == []


@pytest.mark.parametrize("point", ["sealed", "intent", "publish.file:1", "published", "committed"])
def test_one_of_two_dies_while_the_other_waits(point, tmp_path):
    """The one that waits for the inputs goes on from where the dead one stopped; it does not wait for ever."""
    logs = [write_log(tmp_path / f"in/{n}.log", 20_000 if n == 0 else 500, n + 1) for n in range(2)]
    lake = tmp_path / "lake"
    left = start(lake, logs, env=os.environ | {"FLOWCONV_FAULT_POINT": point})
    until = time.monotonic() + 30
    while not list((lake / "_flowconv" / "claims").glob("*.json")) and time.monotonic() < until:
        time.sleep(0.001)
    right = start(lake, list(reversed(logs)))
    left.communicate(timeout=60)
    error = right.communicate(timeout=60)[1]
    assert right.returncode == 0, error
    assert of_lake(lake) == of_inputs(logs)
    assert run(BINARY, "convert", *logs, "-o", lake).returncode == 0
    assert of_lake(lake) == of_inputs(logs) and leftovers(lake) == []


def test_the_same_pipe_twice(tmp_path):
    log, lake = write_log(tmp_path / "a.log", 500, 1), tmp_path / "lake"
    for _ in range(3):
        assert run(BINARY, "convert", "-", "-o", lake, stdin=log.open()).returncode == 0
    assert of_lake(lake) == of_inputs([log])


def test_times_that_go_backwards(tmp_path):
    """Nothing compares times of the clock; times of inputs are told apart, not ordered."""
    lake, log = tmp_path / "lake", write_log(tmp_path / "a.log", 300, 1)
    assert run(BINARY, "convert", log, "-o", lake).returncode == 0
    write_log(log, 400, 2)
    os.utime(log, (0, 0))
    assert run(BINARY, "convert", log, "-o", lake).returncode == 65
    replaced = run(BINARY, "convert", log, "-o", lake, "--on-changed-input", "replace")
    assert replaced.returncode == 0, replaced.stderr
    assert of_lake(lake) == of_inputs([log])
    # Back to what it was at first: a third unit, not the first one again.
    write_log(log, 300, 1)
    os.utime(log, (10**9, 10**9))
    replaced = run(BINARY, "convert", log, "-o", lake, "--on-changed-input", "replace")
    assert replaced.returncode == 0, replaced.stderr
    assert of_lake(lake) == of_inputs([log])


def test_an_input_that_is_written_to_while_it_is_read(tmp_path):
    lake = tmp_path / "lake"
    log = write_log(tmp_path / "a.log", 200_000, 1)
    process = start(lake, [log], "--threads", "1")
    until = time.monotonic() + 20
    while not (lake / "_flowconv" / "claims").is_dir() and time.monotonic() < until:
        time.sleep(0.001)
    with log.open("a") as file:
        file.write(record(5, 9) + "\n")
    error = process.communicate(timeout=120)[1]
    assert process.returncode == 74 and "a.log" in error, error
    assert of_lake(lake).rows == 0
    assert run(BINARY, "convert", log, "-o", lake).returncode == 0
    assert of_lake(lake) == of_inputs([log])


def test_a_unit_whose_other_input_is_gone_is_not_replaced(tmp_path):
    lake = tmp_path / "lake"
    first, second = write_log(tmp_path / "a.log", 100, 1), write_log(tmp_path / "b.log", 100, 2)
    wanted = of_inputs([first, second])
    assert run(BINARY, "convert", first, second, "-o", lake).returncode == 0
    write_log(first, 120, 3)
    second.unlink()
    done = run(BINARY, "convert", first, "-o", lake, "--on-changed-input", "replace")
    assert done.returncode == 66 and "b.log" in done.stderr, done.stderr
    assert of_lake(lake) == wanted
