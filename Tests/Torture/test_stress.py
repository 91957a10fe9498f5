"""Machines that run out of something: a clear error, nothing visible that is not whole, and the next run makes it good."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import time

import pytest
from conftest import BINARY, write_log
from lake_check import assert_whole, files, leftovers, of_inputs, of_lake, run


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return write_log(tmp_path_factory.mktemp("logs") / "a.log", 40_000, 1)


@pytest.mark.parametrize("limit", [6, 7, 12, 16, 17, 18, 19, 20, 21, 22, 24])
def test_too_few_open_files_at_every_step(limit, log, tmp_path):
    """Whatever is opened last: before the log, in staging, while publishing."""
    lake = tmp_path / "lake"
    limited = run(
        BINARY, "convert", log, "-o", lake, "--quiet",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)),
    )  # fmt: skip
    if limited.returncode:
        assert limited.returncode == 74 and "ulimit -n" in one_error(limited)
    # An object is not to blame for it, and is not left out as a bad one.
    limited = run(
        BINARY, "convert", log.parent, "-o", lake, "--quiet", "--on-object-error", "skip",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)),
    )  # fmt: skip
    assert limited.returncode in (0, 74), limited.stderr
    if lake.exists():
        assert_whole(BINARY, lake)
    assert run(BINARY, "convert", log, "-o", lake, "--quiet").returncode == 0
    assert of_lake(lake) == of_inputs([log]) and leftovers(lake) == []


def one_error(done):
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 1 and lines[0].startswith("flowconv: error: "), done.stderr
    return lines[0]


def test_too_many_open_files(log, tmp_path):
    lake = tmp_path / "lake"
    command = ["convert", log, "-o", lake, "--partition-by", "hour", "--quiet"]
    limited = run(BINARY, *command, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24)))
    assert limited.returncode == 74 and "ulimit -n" in one_error(limited)
    assert files(lake) == []
    assert run(BINARY, *command).returncode == 0
    assert of_lake(lake) == of_inputs([log]) and leftovers(lake) == []


def test_no_room(log, tmp_path):
    """A limit on the size of files is the like of a full disk that needs no rights."""
    lake = tmp_path / "lake"
    limited = run(
        BINARY, "convert", log, "-o", lake, "--quiet",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 13, 1 << 13)),
    )  # fmt: skip
    # The signal that comes with it kills nobody.
    assert limited.returncode == 74 and "ulimit -f" in one_error(limited)
    assert files(lake) == []
    assert run(BINARY, "convert", log, "-o", lake).returncode == 0
    assert of_lake(lake) == of_inputs([log]) and leftovers(lake) == []


@pytest.mark.parametrize("what", [".", "_flowconv", "_flowconv/staging", "_flowconv/claims"])
def test_a_folder_is_removed_under_way(what, log, tmp_path):
    lake = tmp_path / "lake"
    process = subprocess.Popen(
        [str(BINARY), "convert", str(log), "-o", str(lake), "--quiet"], stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 20
    while not list((lake / "_flowconv" / "claims").glob("*.json")) and time.monotonic() < until:
        time.sleep(0.001)
    shutil.rmtree(lake / what, ignore_errors=True)
    error = process.communicate(timeout=120)[1]
    assert process.returncode in (0, 73, 74), error
    if process.returncode:
        assert error.count("\n") == 1 and error.startswith("flowconv: error: ")
    done = run(BINARY, "convert", log, "-o", lake)
    assert done.returncode == 0, done.stderr
    assert of_lake(lake) == of_inputs([log])
    assert run(BINARY, "verify", lake).returncode == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_lake_that_may_only_be_read(log, tmp_path):
    lake = tmp_path / "lake"
    assert run(BINARY, "convert", log, "-o", lake).returncode == 0
    for path in [lake, *lake.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert run(BINARY, "convert", log, "-o", lake).returncode == 0
        assert run(BINARY, "verify", lake).returncode == 0
        other = write_log(tmp_path / "b.log", 10, 2)
        refused = run(BINARY, "convert", other, "-o", lake)
        assert refused.returncode == 73 and "permission" in one_error(refused)
        refused = run(BINARY, "compact", lake)
        assert refused.returncode == 74 and "permission" in one_error(refused)
    finally:
        for path in [lake, *lake.rglob("*")]:
            path.chmod(0o755)


def test_many_partitions(tmp_path):
    """More partitions than files may be open: some get several files, which `compact` makes one."""
    log, lake = write_log(tmp_path / "a.log", 3000, 1), tmp_path / "lake"
    done = run(
        BINARY, "convert", log, "-o", lake, "--partition-by", "port={srcport}", "--quiet",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (320, 320)),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert of_lake(lake) == of_inputs([log]) and len(files(lake)) > 2000
