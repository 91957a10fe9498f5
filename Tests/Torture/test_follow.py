"""Watching a folder: what appears is converted once it is settled, and a stop loses nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time

import pytest
from conftest import BINARY, FULL, descriptors, record, resident, wait_until_it_listens, write_log
from lake_check import leftovers, of_inputs, of_lake, run


def follow(lake, folder, *options):
    command = [str(BINARY), "convert", "--follow", str(folder), "-o", str(lake), "--commit-interval", "0.3",
               "--settle-time", "0.4", *options]  # fmt: skip
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(lake, wanted):
    until = time.monotonic() + 60
    while of_lake(lake) != wanted and time.monotonic() < until:
        time.sleep(0.1)
    assert of_lake(lake) == wanted


def stop(process):
    wait_until_it_listens(process)
    process.send_signal(signal.SIGTERM)
    error = process.communicate(timeout=30)[1]
    assert process.returncode == 143, error
    return error


def test_objects_appear(tmp_path):
    folder, lake, metrics = tmp_path / "in", tmp_path / "lake", tmp_path / "metrics.prom"
    logs = [write_log(folder / "0.log", 200, 1)]
    process = follow(lake, folder, "--metrics-file", str(metrics))
    wait_for(lake, of_inputs(logs))
    for number in range(1, 4):
        logs.append(write_log(folder / f"sub{number}" / f"{number}.log.gz", 300, number + 1))
    wait_for(lake, of_inputs(logs))
    # A damaged object stops nobody, and is said once.
    (folder / "bad.log.gz").write_bytes(b"\x1f\x8b\x08\x00 this is no gzip")
    logs.append(write_log(folder / "5.log", 100, 9))
    wait_for(lake, of_inputs(logs))
    time.sleep(1.5)
    error = stop(process)
    assert error.count("bad.log.gz") == 1, error
    assert leftovers(lake) == []
    assert run(BINARY, "verify", lake, "--against", *logs).returncode == 0
    text = metrics.read_text()
    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert int(values["flowconv_rows_total"]) == of_lake(lake).rows
    assert {"flowconv_lines_total", "flowconv_input_bytes_total", "flowconv_rejected_lines_total",
            "flowconv_lag_seconds"} <= set(values)  # fmt: skip
    for name in values:
        assert f"# TYPE {name} " in text


def test_a_file_that_grows_is_taken_when_it_is_settled(tmp_path):
    folder, lake = tmp_path / "in", tmp_path / "lake"
    log = write_log(folder / "a.log", 10, 1)
    process = follow(lake, folder)
    for number in range(10, 30):
        with log.open("a") as file:
            file.write(record(number, 1) + "\n")
        assert of_lake(lake).rows == 0
        time.sleep(0.1)
    wait_for(lake, of_inputs([log]))
    # It grows again: its rows are in the lake, so the others are not taken in silence.
    with log.open("a") as file:
        file.write(record(99, 1) + "\n")
    time.sleep(2)
    assert "a.log" in stop(process)
    assert of_lake(lake).rows == 30


def test_an_object_of_many_rejected_lines_keeps_none_of_the_others(tmp_path):
    folder, lake = tmp_path / "in", tmp_path / "lake"
    good = write_log(folder / "a.log", 50, 1)
    bad = write_log(folder / "b.log", 50, 2)
    with bad.open("a") as file:
        file.write("garbage\n" * 7)
    process = follow(lake, folder)
    wait_for(lake, of_inputs([good]))
    more = write_log(folder / "c.log", 60, 3)
    wait_for(lake, of_inputs([good, more]))
    # Mended, it is taken like any other.
    mended = write_log(bad, 55, 2)
    wait_for(lake, of_inputs([good, more, mended]))
    error = stop(process)
    assert error.count("--max-rejects") == 1 and "b.log" in error
    assert run(BINARY, "verify", lake, "--against", folder).returncode == 0


def test_files_that_come_and_go(tmp_path):
    """Names that vanish while the folder is read, links that lead nowhere, temporary names that become final ones."""
    folder, lake = tmp_path / "in", tmp_path / "lake"
    folder.mkdir()
    (folder / "nowhere.log").symlink_to(tmp_path / "missing")
    process = follow(lake, folder)
    logs = []
    for number in range(60):
        temporary = write_log(folder / f".{number}.part", 20, number + 1)
        logs.append(temporary.rename(folder / f"{number}.log"))
        (folder / f"gone{number}").write_text("")
        (folder / f"gone{number}").unlink()
    wait_for(lake, of_inputs(logs))
    stop(process)


def test_a_pipe_is_not_watched(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    done = run(BINARY, "convert", "--follow", tmp_path / "pipe", "-o", tmp_path / "lake")
    assert done.returncode == 64 and "--follow - <" in done.stderr


@pytest.mark.parametrize("what", ["lake", "in"])
def test_a_folder_is_removed_under_way(what, tmp_path):
    """It ends with a clear error, and begun again it goes on."""
    folder, lake = tmp_path / "in", tmp_path / "lake"
    logs = [write_log(folder / "0.log", 200, 1)]
    process = follow(lake, folder)
    wait_for(lake, of_inputs(logs))
    shutil.rmtree(tmp_path / what)
    if what == "lake":
        logs.append(write_log(folder / "1.log", 200, 2))
    error = process.communicate(timeout=60)[1]
    assert process.returncode in ((73, 74) if what == "lake" else (66,)), error
    assert error.splitlines()[-1].startswith("flowconv: error: ")
    write_log(folder / "0.log", 200, 1)
    process = follow(lake, folder)
    wait_for(lake, of_inputs(logs))
    stop(process)


def test_killed_and_begun_again(tmp_path):
    folder, lake = tmp_path / "in", tmp_path / "lake"
    logs = []
    for number in range(6):
        logs.append(write_log(folder / f"{number}.log", 500, number + 1))
        process = follow(lake, folder)
        time.sleep(0.5 + number * 0.15)
        process.kill()
        process.communicate()
    process = follow(lake, folder)
    wait_for(lake, of_inputs(logs))
    stop(process)
    # The stop may come in the midst of a commit's last step; its empty staging folder goes with the next run that writes.
    assert [path for path in leftovers(lake) if not path.endswith("/lock")] == []
    assert run(BINARY, "verify", lake, "--against", *logs).returncode == 0


def test_memory_and_open_files_stay_flat(tmp_path):
    folder, lake = tmp_path / "in", tmp_path / "lake"
    folder.mkdir()
    command = [str(BINARY), "convert", "--follow", str(folder), "-o", str(lake), "--commit-interval", "0.05",
               "--settle-time", "0.05", "--threads", "1", "--quiet"]  # fmt: skip
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    rounds, seen = 100 if FULL else 12, []
    for number in range(rounds):
        write_log(folder / f".{number}", 100, number + 1).rename(folder / f"{number}.log")
        until = time.monotonic() + 20
        while len(list((lake / "_flowconv" / "commits").glob("*.json"))) <= number and time.monotonic() < until:
            time.sleep(0.01)
        seen.append((descriptors(process), resident(process)))
    stop(process)
    early, late = seen[rounds // 3], seen[-1]
    assert max(count for count, _ in seen) < 40 and abs(late[0] - early[0]) < 8
    # A record of the log and the name of an object stay, in a few KiB; rows do not.
    assert late[1] - early[1] < 12 * rounds + 8192, (early, late)
