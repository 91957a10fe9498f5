"""Standard input that is followed: a commit every now and then, the rest at the end or at a signal, each row once."""

from __future__ import annotations

import array
import fcntl
import gzip
import json
import os
import signal
import subprocess
import termios
import time

import pyarrow.parquet as pq
import pytest
from conftest import BINARY, FULL, descriptors, record, resident, wait_until_it_listens, write_log
from lake_check import assert_whole, files, leftovers, of_inputs, of_lake, run


def follow(lake, *options, **more):
    command = [str(BINARY), "convert", "--follow", "-", "-o", str(lake), "--commit-interval", "0.5", *options]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, **more
    )


def lines(first, last, seed=1):
    return "".join(record(number, seed) + "\n" for number in range(first, last)).encode()


def expected(tmp_path, text):
    log = tmp_path / "expected.log"
    log.write_bytes(text)
    return of_inputs([log])


def row_count(lake):
    return sum(pq.read_metadata(path).num_rows for path in files(lake))


def is_committing(lake):
    """Files are visible a moment before their commit record is."""
    return any((lake / "_flowconv" / "intents").glob("*"))


def wait_for_rows(lake, rows, process):
    until = time.monotonic() + 60
    while (row_count(lake) < rows or is_committing(lake)) and time.monotonic() < until and process.poll() is None:
        time.sleep(0.05)
    assert row_count(lake) == rows


def wait_until_read(process):
    """What waits in the pipe is not the reader's yet."""
    waiting = array.array("i", [1])
    while waiting[0]:
        time.sleep(0.05)
        fcntl.ioctl(process.stdin, termios.FIONREAD, waiting)
    time.sleep(0.2)


def commits(lake):
    return len(list((lake / "_flowconv" / "commits").glob("*.json")))


def end(process, status=0):
    error = process.communicate(timeout=60)[1].decode()
    assert process.returncode == status, error
    return error


def test_commits_while_it_comes(tmp_path):
    lake, metrics = tmp_path / "lake", tmp_path / "metrics.prom"
    process = follow(lake, "--metrics-file", str(metrics))
    process.stdin.write(lines(0, 100))
    wait_for_rows(lake, 100, process)
    # The beginning of a line waits for its end.
    text = lines(100, 200)
    process.stdin.write(text[:-30])
    wait_for_rows(lake, 199, process)
    process.stdin.write(text[-30:])
    wait_for_rows(lake, 200, process)
    # A silent pipe commits nothing.
    before = commits(lake)
    time.sleep(1.5)
    assert commits(lake) == before >= 3
    # The last line may do without a newline.
    process.stdin.write(lines(200, 300)[:-1])
    assert f"300 rows in {before + 1} commits" in end(process)
    assert of_lake(lake) == expected(tmp_path, lines(0, 300))
    assert leftovers(lake) == [] and run(BINARY, "verify", lake).returncode == 0
    values = dict(line.rsplit(" ", 1) for line in metrics.read_text().splitlines() if not line.startswith("#"))
    assert values["flowconv_rows_total"] == values["flowconv_lines_total"] == "300"
    assert values["flowconv_units_total"] == str(before + 1) and float(values["flowconv_lag_seconds"]) == 0


@pytest.mark.parametrize("number, status", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_commits_what_was_read(number, status, tmp_path):
    lake = tmp_path / "lake"
    process = follow(lake, "--commit-interval", "1000")
    process.stdin.write(lines(0, 500) + b"2 half a line")
    wait_until_it_listens(process)
    wait_until_read(process)
    process.send_signal(number)
    # Its standard input stays open: nothing but the signal ends it.
    assert process.wait(timeout=30) == status
    error = process.stderr.read().decode()
    assert number.name in error and "13 bytes" in error
    assert of_lake(lake) == expected(tmp_path, lines(0, 500)) and leftovers(lake) == []


def test_a_signal_while_nothing_comes(tmp_path):
    process = follow(tmp_path / "lake")
    wait_until_it_listens(process)
    process.send_signal(signal.SIGTERM)
    end(process, 143)
    assert files(tmp_path / "lake") == [] and leftovers(tmp_path / "lake") == []


def test_killed(tmp_path):
    """What was committed is there once; what was read after that is lost, and nothing else."""
    lake = tmp_path / "lake"
    for number in range(40 if FULL else 6):
        before = of_lake(lake).rows
        point = ["sealed", "intent", "publish.file:1", "published", "committed", None][number % 6]
        environment = os.environ | ({"FLOWCONV_FAULT_POINT": point} if point else {})
        process = follow(lake, env=environment)
        first = number * 1000
        process.stdin.write(lines(first, first + 1000))
        if point is None:
            wait_for_rows(lake, before + 1000, process)
            process.kill()
        assert process.wait(timeout=60) == -signal.SIGKILL
        process.communicate()
        # The next run finishes what was begun.
        assert run(BINARY, "convert", "--follow", "-", "-o", lake, stdin=subprocess.DEVNULL).returncode == 0
        assert of_lake(lake).rows == before + (0 if point == "sealed" else 1000)
        assert leftovers(lake) == []
        assert_whole(BINARY, lake)


def test_the_same_lines_again_are_other_lines(tmp_path):
    """Unlike a pipe that is converted as a whole, pieces are not told by their bytes: nothing of a stream is dropped."""
    lake = tmp_path / "lake"
    process = follow(lake)
    for round in range(1, 4):
        process.stdin.write(lines(0, 50))
        wait_for_rows(lake, 50 * round, process)
    end(process)
    assert of_lake(lake) == expected(tmp_path, lines(0, 50) * 3)


def test_large_pieces_are_committed_early(tmp_path):
    lake, log = tmp_path / "lake", write_log(tmp_path / "a.log", 20_000, 3)
    process = follow(lake, "--commit-interval", "1000")
    for _ in range(3):
        process.stdin.write(log.read_bytes())
    end(process)
    assert of_lake(lake) == expected(tmp_path, log.read_bytes() * 3)


@pytest.mark.parametrize("pause", [0.0, 1.2])
def test_gzip(pause, tmp_path):
    """Compression goes on from piece to piece."""
    lake = tmp_path / "lake"
    process = follow(lake)
    first, second = gzip.compress(lines(0, 2000)), gzip.compress(lines(2000, 3000))
    for part in (first[:2], first[2:7000], first[7000:], second):
        process.stdin.write(part)
        time.sleep(pause)
    end(process)
    assert of_lake(lake) == expected(tmp_path, lines(0, 3000))


def test_gzip_that_is_cut_off(tmp_path):
    data = gzip.compress(lines(0, 3000))[:-4000]
    lake = tmp_path / "lake"
    process = follow(lake)
    process.stdin.write(data)
    assert "-: " in end(process, 65)
    assert of_lake(lake).rows == 0 and leftovers(lake) == []
    process = follow(lake, "--salvage")
    process.stdin.write(data)
    assert "cut off" in end(process, 4)
    assert 1000 < of_lake(lake).rows < 3000 and leftovers(lake) == []


def test_a_header_line_counts_for_all_pieces(tmp_path):
    lake = tmp_path / "lake"
    process = follow(lake)
    process.stdin.write(b"start dstport account-id\n1700000000 1 2\n")
    wait_for_rows(lake, 1, process)
    process.stdin.write(b"1700000001 3 4\n")
    wait_for_rows(lake, 2, process)
    process.stdin.write(b"account-id start\n5 1700000002\n")
    wait_for_rows(lake, 3, process)
    process.stdin.write(b"6 1700000003\nno record at all\n")
    assert "--max-rejects" in end(process, 3)
    assert row_count(lake) == 4
    reject = json.loads(next((lake / "_flowconv" / "rejects").iterdir()).read_text())
    assert (reject["line"], reject["raw"]) == (7, "no record at all")
    assert reject["offset"] == 25 + 15 + 15 + 17 + 13 + 13


def test_envelopes(tmp_path):
    """Pieces of `aws logs tail`, of JSON lines and of CSV are read like wholes; JSON over many lines is never cut."""
    stamp = "2023-11-14T22:13:20"
    events = [record(number, 1) for number in range(6)]
    pretty = json.dumps({"events": [{"timestamp": 1_700_000_000_000, "message": line} for line in events]}, indent=4)
    shapes = {
        "tail": [f"{stamp}+00:00 eni-1 {line}\n" for line in events],
        "json": [json.dumps({"timestamp": 1_700_000_000_000, "message": line}) + "\n" for line in events],
        "csv": ["timestamp,message\n"] + [f"1700000000000,{line}\n" for line in events],
        "pretty": [line + "\n" for line in pretty.splitlines()],
    }
    for name, parts in shapes.items():
        lake = tmp_path / name
        process = follow(lake, "--summary", "json")
        half = len(parts) // 2 + 1
        process.stdin.write("".join(parts[:half]).encode())
        time.sleep(1.5)
        process.stdin.write("".join(parts[half:]).encode())
        output, error = process.communicate(timeout=60)
        assert process.returncode == 0, (name, error)
        reports = [json.loads(line) for line in output.splitlines()]
        assert [report["lines"]["rejected"] for report in reports] == [0] * (1 if name == "pretty" else 2), name
        assert row_count(lake) == 6, name


def test_rejected_lines_do_not_stop_a_stream_until_they_are_many(tmp_path):
    lake = tmp_path / "lake"
    process = follow(lake)
    process.stdin.write(lines(0, 10) + b"garbage\n")
    wait_for_rows(lake, 10, process)
    # By itself this piece could not even be told to be flow logs.
    process.stdin.write(b"more garbage\n")
    process.stdin.write(lines(10, 2000))
    end(process)
    assert of_lake(lake).rows == 2000
    assert run(BINARY, "verify", lake).returncode == 0
    process = follow(lake, "--max-rejects", "1")
    process.stdin.write(lines(0, 10) + b"garbage\nand\nagain\n" + lines(10, 20))
    assert "--max-rejects" in end(process, 3)
    assert of_lake(lake).rows == 2020


def test_beside_folders_it_is_refused(tmp_path):
    done = run(BINARY, "convert", "--follow", "-", tmp_path, "-o", tmp_path / "lake", stdin=subprocess.DEVNULL)
    assert done.returncode == 64 and "--follow" in done.stderr


def test_memory_and_open_files_stay_flat(tmp_path):
    lake = tmp_path / "lake"
    process = follow(lake, "--commit-interval", "0.02", "--threads", "1", "--quiet")
    rounds, seen = 300 if FULL else 30, []
    for number in range(rounds):
        process.stdin.write(lines(number * 100, number * 100 + 100))
        until = time.monotonic() + 20
        while commits(lake) <= number and time.monotonic() < until:
            time.sleep(0.005)
        seen.append((descriptors(process), resident(process)))
    end(process)
    assert commits(lake) >= rounds / 2
    early, late = seen[rounds // 3], seen[-1]
    assert max(count for count, _ in seen) < 40 and abs(late[0] - early[0]) < 8
    # A record of the log stays, in a few KiB; rows do not.
    assert late[1] - early[1] < 8 * rounds + 8192, (early, late)
