"""Runs that are killed at any moment, then run again: every row is in the lake once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time

import pytest
from conftest import BINARY, FULL, write_log
from lake_check import leftovers, of_inputs, of_lake, run

POINTS = ["sealed", "intent", "publish.file", "published", "committed"]
ROUNDS = 200 if FULL else 10


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    """Several units, since each input is named by itself; one input is large enough for a kill to land in its midst."""
    folder = tmp_path_factory.mktemp("logs")
    return [write_log(folder / f"{n}.log{'.gz' if n % 2 else ''}", 20_000 if n == 0 else 2_000, n + 1) for n in range(4)]


@pytest.fixture(scope="module")
def wanted(logs):
    return of_inputs(logs)


def convert(lake, logs, **more):
    return [str(BINARY), "convert", *map(str, logs), "-o", str(lake), "--quiet"], more


def test_killed_at_random_moments(logs, wanted, tmp_path):
    seed = int(os.environ.get("FLOWCONV_TORTURE_SEED", "1"))
    chance = random.Random(seed)
    started = time.monotonic()
    command, _ = convert(tmp_path / "measure", logs)
    subprocess.run(command, check=True, capture_output=True)
    duration = time.monotonic() - started
    killed = 0
    for number in range(ROUNDS):
        lake = tmp_path / f"lake{number}"
        # Some inputs are in the lake before, so that there is something to lose.
        before = logs[: chance.randrange(3)]
        if before:
            subprocess.run(convert(lake, before)[0], check=True, capture_output=True)
        environment = dict(os.environ)
        kills = chance.randrange(1, 4)
        for _ in range(kills):
            environment.pop("FLOWCONV_FAULT_POINT", None)
            choice = chance.random()
            if choice < 0.4:
                environment["FLOWCONV_FAULT_POINT"] = f"{chance.choice(POINTS)}:{chance.randrange(1, 4)}"
            elif choice < 0.6:
                environment["FLOWCONV_FAULT_POINT"] = chance.choice(["recovery", "recovered"])
            process = subprocess.Popen(convert(lake, logs)[0], env=environment, stderr=subprocess.PIPE)
            try:
                process.wait(timeout=chance.random() * duration if choice >= 0.6 else 60)
            except subprocess.TimeoutExpired:
                process.kill()
            error = process.stderr.read().decode()
            process.wait()
            assert process.returncode in (0, -signal.SIGKILL), error
            killed += process.returncode == -signal.SIGKILL
            # What is visible is whole and in the lake once, even before anybody cleans up.
            assert of_lake(lake).rows <= wanted.rows
        done = run(BINARY, "convert", *logs, "-o", lake, "--quiet")
        assert done.returncode == 0, f"seed {seed}, round {number}: {done.stderr}"
        assert of_lake(lake) == wanted, f"seed {seed}, round {number}"
        assert leftovers(lake) == [], f"seed {seed}, round {number}"
    assert killed >= ROUNDS / 4, "too few runs died for this to mean anything"


@pytest.mark.parametrize("point", [f"{name}:{count}" for name in POINTS for count in (1, 2)])
def test_killed_at_a_point_and_again_in_recovery(point, logs, wanted, tmp_path):
    for second in ("recovery", "recovered", "publish.file:1", "committed", "intent"):
        lake = tmp_path / second.replace(":", "-")
        for fault in (point, second):
            run(BINARY, "convert", *logs, "-o", lake, env=os.environ | {"FLOWCONV_FAULT_POINT": fault})
        done = run(BINARY, "convert", *logs, "-o", lake, "--quiet")
        assert done.returncode == 0, done.stderr
        assert of_lake(lake) == wanted
        assert leftovers(lake) == []


@pytest.mark.parametrize("point", [*POINTS, "remove.file:1"])
def test_killed_while_replacing(point, tmp_path):
    log, lake = write_log(tmp_path / "a.log", 500, 1), tmp_path / "lake"
    other = write_log(tmp_path / "b.log", 300, 2)
    assert run(BINARY, "convert", log, other, "-o", lake).returncode == 0
    write_log(log, 700, 3)
    replace = ["convert", log, other, "-o", lake, "--on-changed-input", "replace", "--quiet"]
    killed = run(BINARY, *replace, env=os.environ | {"FLOWCONV_FAULT_POINT": point})
    assert killed.returncode == -signal.SIGKILL
    done = run(BINARY, *replace)
    assert done.returncode == 0, done.stderr
    assert of_lake(lake) == of_inputs([log, other])
    assert leftovers(lake) == []


def test_staging_that_somebody_removed(logs, wanted, tmp_path):
    """The intent cannot be finished: what was visible of it is taken back, and the inputs are converted again."""
    lake = tmp_path / "lake"
    run(BINARY, "convert", *logs, "-o", lake, env=os.environ | {"FLOWCONV_FAULT_POINT": "publish.file:1"})
    for path in sorted((lake / "_flowconv" / "staging").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    done = run(BINARY, "convert", *logs, "-o", lake, "--quiet")
    assert done.returncode == 0, done.stderr
    assert of_lake(lake) == wanted
    assert leftovers(lake) == []
