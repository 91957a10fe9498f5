"""Torture of the debug build, whose fault points the release build lacks.

`FLOWCONV_TORTURE=full` makes as many rounds as the issue asks for; the default is a short form of the same.
"""

from __future__ import annotations

import gzip
import os
import signal
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Interop"))

BINARY = Path(os.environ.get("FLOWCONV_DEBUG") or ROOT / ".build" / "debug" / "flowconv").absolute()
FULL = os.environ.get("FLOWCONV_TORTURE") == "full"


def pytest_collection_modifyitems(items):
    if items and not os.access(BINARY, os.X_OK):
        raise pytest.UsageError(f"no binary at {BINARY}: build it (swift build) or set FLOWCONV_DEBUG")


def wait_until_it_listens(process):
    """Before a process has begun to look out for signals they end it like any other."""
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
        mask = next(line for line in lines if line.startswith("SigCgt")).split()[1]
        if int(mask, 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.005)


def descriptors(process):
    """How many files a process has open."""
    return len(os.listdir(f"/proc/{process.pid}/fd"))


def resident(process):
    """The memory of a process in KiB."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


def record(number: int, seed: int) -> str:
    """A record that no other pair of numbers gives; two days, so that a unit has several partitions."""
    start = 1_700_000_000 + (number * 37 + seed * 101) % 170_000
    accept = "ACCEPT" if number % 3 else "REJECT"
    if number % 50 == 0:
        return f"2 {seed:012d} eni-{seed} - - - - - - - {start} {start + 59} - NODATA"
    return (
        f"2 {seed:012d} eni-{seed}{number % 7} 10.{seed % 256}.{number // 256 % 256}.{number % 256} 172.31.{number % 9}.5 "
        f"{1024 + number % 60000} {443 if number % 2 else 22} 6 {number % 100} {number * 40} {start} {start + 59} "
        f"{accept} OK"
    )


def write_log(path: Path, lines: int, seed: int) -> Path:
    text = "".join(record(number, seed) + "\n" for number in range(lines)).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text, 1, mtime=0) if path.suffix == ".gz" else text)
    return path
