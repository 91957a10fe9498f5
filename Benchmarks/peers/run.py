#!/usr/bin/env python3
"""Measures flowconv beside the engines that users would take instead, in one run: run.py FLOWCONV [--objects N] [--lines N]

Input: gzip objects of default-format lines, one an hour. Task: typed, hourly Hive-partitioned Parquet, zstd. The tools take
turns, so that a machine whose speed drifts is unfair to nobody; medians are printed. Every tool's rows and sums are compared.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import duckdb

from inputs import make_input

HERE = pathlib.Path(__file__).resolve().parent
CORES = {1: {0}, 2: {0, 1}}


def timed(command: list[str], cores: set[int]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak MiB of a command on some cores."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               preexec_fn=lambda: os.sched_setaffinity(0, cores))
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[:4]}: {process.stderr.read().decode()[-2000:]}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def contents(lake: pathlib.Path) -> tuple:
    columns = "count(*), sum(bytes), sum(packets), sum(start), sum(dstport), count(srcaddr)"
    return duckdb.sql(f"SELECT {columns} FROM read_parquet('{lake}/**/*.parquet', hive_partitioning=false)").fetchall()[0]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("flowconv")
    parser.add_argument("--objects", type=int, default=24)
    parser.add_argument("--lines", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("/tmp/flowconv-peers"))
    parser.add_argument("--tools", default="flowconv,polars,duckdb,pyarrow")
    options = parser.parse_args()
    logs = options.folder / f"logs-{options.objects}-{options.lines}"
    make_input(options.flowconv, logs, options.objects, options.lines)
    total = options.objects * options.lines
    tools = options.tools.split(",")
    results: dict[tuple[str, int], list] = {}
    sizes: dict[str, int] = {}
    sums: dict[str, tuple] = {}
    for _ in range(options.rounds):
        for cores in (2, 1):
            for tool in tools:
                lake = options.folder / "lake" / tool
                shutil.rmtree(lake, ignore_errors=True)
                if tool == "flowconv":
                    command = [options.flowconv, "convert", str(logs), "--output", str(lake), "--partition-by", "hour",
                               "--threads", str(cores), "--quiet"]
                else:
                    command = [sys.executable, str(HERE / "peer.py"), tool, str(logs), str(lake), str(cores)]
                results.setdefault((tool, cores), []).append(timed(command, CORES[cores]))
                sizes[tool] = sum(path.stat().st_size for path in lake.rglob("*.parquet"))
                if tool not in sums:
                    sums[tool] = contents(lake)
    igzip = []
    if shutil.which("igzip"):
        for _ in range(options.rounds):
            igzip.append(timed(["sh", "-c", f"exec igzip -dc {logs}/*.gz >/dev/null"], CORES[1])[1])
    assert len(set(sums.values())) == 1, f"the tools do not agree: {sums}"
    print(f"{total:,} lines, medians of {options.rounds} rounds; all tools wrote the same rows and sums\n")
    print("| tool | cores | M lines/s | CPU µs/line | peak MiB | output MB | lines/s ÷ flowconv |")
    print("|---|---|---|---|---|---|---|")
    for cores in (2, 1):
        ours = statistics.median(wall for wall, _, _ in results["flowconv", cores])
        for tool in tools:
            wall, cpu, peak = (statistics.median(column) for column in zip(*results[tool, cores]))
            print(f"| {tool} | {cores} | {total / wall / 1e6:.2f} | {cpu / total * 1e6:.2f} | {peak:.0f} | "
                  f"{sizes[tool] / 1e6:.1f} | {ours / wall:.2f} |")
    if igzip:
        ours = statistics.median(cpu for _, cpu, _ in results["flowconv", 1])
        print(f"\nCPU of flowconv on one core ÷ CPU of igzip -dc: {ours / statistics.median(igzip):.2f}")


if __name__ == "__main__":
    main()
