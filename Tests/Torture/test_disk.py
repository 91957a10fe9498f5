"""Disks that are really full, at whatever moment: a clear error, nothing visible that is not whole, and with room again the
next run completes."""

from __future__ import annotations

import subprocess

import pytest
from conftest import BINARY, FULL, write_log
from lake_check import assert_whole, files, leftovers, of_inputs, of_lake, run


class Disk:
    """A file system in memory of a size that can be changed."""

    def __init__(self, path):
        self.path = path
        path.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(path)], capture_output=True)
        if done.returncode:
            pytest.skip("file systems cannot be mounted here")

    def resize(self, **options):
        text = ",".join(f"{name}={value}" for name, value in options.items())
        subprocess.run(["mount", "-o", f"remount,{text}", "none", str(self.path)], check=True)


@pytest.fixture
def disk(tmp_path):
    made = Disk(tmp_path / "disk")
    yield made
    subprocess.run(["umount", "-l", str(made.path)], check=True)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return write_log(tmp_path_factory.mktemp("logs") / "a.log", 4_000, 1)


def failed(done):
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 1 and lines[0].startswith("flowconv: error: ") and "no space left" in lines[0], done.stderr
    assert done.returncode in (73, 74)


def whole(lake):
    """Units whose publication was cut off are not done, but nothing is wrong with what is visible."""
    assert_whole(BINARY, lake)


def sizes(step):
    return range(4, 160, step if FULL else step * 4)


@pytest.mark.parametrize("what", ["size", "inodes"])
def test_converting(what, log, disk):
    """From a disk that has no room for the log to one that has room for all; each step of a commit is met on the way."""
    wanted, failures = of_inputs([log]), 0
    for number in sizes(4) if what == "size" else range(2, 24):
        disk.resize(**({"size": f"{number}k", "nr_inodes": 1000} if what == "size" else {"size": "20m", "nr_inodes": number}))
        lake = disk.path / "lake"
        done = run(BINARY, "convert", log, "-o", lake, "--quiet")
        if done.returncode:
            failures += 1
            failed(done)
        if lake.is_dir():
            whole(lake)
        disk.resize(size="20m", nr_inodes=1000)
        done = run(BINARY, "convert", log, "-o", lake, "--quiet")
        assert done.returncode == 0, done.stderr
        assert of_lake(lake) == wanted and leftovers(lake) == []
        subprocess.run(["rm", "-r", str(lake)], check=True)
    assert failures >= 3


def test_adding_to_a_lake(log, disk, tmp_path):
    """What is there already stays as it is, and can be verified on a full disk."""
    disk.resize(size="20m")
    lake, other = disk.path / "lake", write_log(tmp_path / "b.log", 3_000, 2)
    assert run(BINARY, "convert", log, "-o", lake).returncode == 0
    used = int(subprocess.run(["df", "-k", "--output=used", disk.path], capture_output=True, text=True).stdout.split()[1])
    before, rows = files(lake), of_lake(lake)
    for more in (0, 8, 24, 40):
        disk.resize(size=f"{used + more}k")
        done = run(BINARY, "convert", other, "-o", lake, "--quiet")
        if done.returncode == 0:
            break
        failed(done)
        whole(lake)
        if files(lake) == before:
            assert of_lake(lake) == rows
    disk.resize(size="20m")
    assert run(BINARY, "convert", other, "-o", lake).returncode == 0
    assert of_lake(lake) == of_inputs([log, other]) and leftovers(lake) == []


def test_compacting(log, disk, tmp_path):
    disk.resize(size="20m")
    lake, other = disk.path / "lake", write_log(tmp_path / "b.log", 3_000, 2)
    for path in (log, other):
        assert run(BINARY, "convert", path, "-o", lake).returncode == 0
    wanted = of_inputs([log, other])
    used = int(subprocess.run(["df", "-k", "--output=used", disk.path], capture_output=True, text=True).stdout.split()[1])
    failures = 0
    for more in range(0, 140, 4 if FULL else 16):
        disk.resize(size=f"{used + more}k")
        done = run(BINARY, "compact", lake)
        if done.returncode:
            failures += 1
            failed(done)
        whole(lake)
        assert of_lake(lake) == wanted
    assert failures >= 2
    disk.resize(size="20m")
    assert run(BINARY, "compact", lake).returncode == 0
    assert of_lake(lake) == wanted and leftovers(lake) == []
    assert not (lake / "_flowconv" / "compacting").exists()


def test_following_a_pipe(log, disk):
    """The run ends; what was committed before is there."""
    disk.resize(size="72k")
    lake = disk.path / "lake"
    command = [str(BINARY), "convert", "--follow", "-", "-o", str(lake), "--commit-interval", "0.1", "--quiet"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            process.stdin.write(log.read_bytes())
    except BrokenPipeError:
        pass
    try:
        process.stdin.close()
    except BrokenPipeError:
        pass
    error = process.stderr.read().decode()
    assert process.wait(timeout=60) == 74 and "no space left" in error
    whole(lake)
    disk.resize(size="20m")
    assert run(BINARY, "convert", "--follow", "-", "-o", lake, stdin=subprocess.DEVNULL).returncode == 0
    assert leftovers(lake) == []
    whole(lake)
