"""Runs commands and takes their time, CPU and memory."""

import dataclasses
import os
import statistics
import subprocess
import sys
import threading
import time

LIMIT = 900.0  # seconds, after which a command counts as stuck


@dataclasses.dataclass(frozen=True)
class Run:
    """One run of a command."""

    seconds: float
    cpu: float
    peak: float  # MiB


def processors() -> list[int]:
    return sorted(os.sched_getaffinity(0))


def timed(command: list[str], cores: int, stdin: str | None = None) -> Run:
    """Runs a command on the first `cores` processors.

    Linux counts what the parent holds into the peak of a child, so this process must stay small: it loads no engine. It
    goes to the same processors, where it waits. What the command before has left to be written is written first: not all
    of them wait for their disk themselves.
    """
    os.sync()
    allowed = processors()
    os.sched_setaffinity(0, allowed[:cores])
    source = open(stdin, "rb") if stdin else None
    try:
        start = time.monotonic()
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        watch = threading.Timer(LIMIT, process.kill)
        watch.start()
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        watch.cancel()
    finally:
        os.sched_setaffinity(0, allowed)
        if source:
            source.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if status != 0:
        sys.exit(f"{' '.join(command[:4])} … failed after {seconds:.0f} s, status {process.returncode}: {said.decode(errors='replace')[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(runs: list[Run]) -> Run:
    """The median of each figure by itself."""
    return Run(*(statistics.median(column) for column in zip(*map(dataclasses.astuple, runs))))
