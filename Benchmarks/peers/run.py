#!/usr/bin/env python3
"""Measures flowconv beside the engines that users would take instead, in one run: run.py FLOWCONV [--objects N] [--lines N]

Input: gzip objects of generated lines, one an hour. Task: typed, hourly Hive-partitioned Parquet, zstd. The tools take
turns, so that a machine whose speed drifts is unfair to nobody; medians are printed. Every tool's rows and sums are
compared. Writes peers.md and peers.svg to --output.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys

from drawing import drawing
from inputs import make_input
from machine import machine, versions
from measure import Run, median, processors, timed
from tables import table
from targets import Target, ratio

HERE = pathlib.Path(__file__).resolve().parent
PEERS = ["polars", "chdb", "duckdb", "pyarrow"]
CORES = (2, 1)
LONG_TURNS = 4


@dataclasses.dataclass(frozen=True)
class Task:
    """Something that a tool converts on a number of processors."""

    input: str
    tool: str
    cores: int
    from_pipe: bool = False


class Bench:
    """All runs of all tasks."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.runs: dict[Task, list[Run]] = {}
        self.sizes: dict[tuple[str, str], int] = {}
        self.contents: dict[str, dict[str, list]] = {}
        self.folders: dict[str, pathlib.Path] = {}
        self.lines: dict[str, int] = {}
        self.igzip: list[Run] = []
        self.starts: list[Run] = []
        self.long_runs: dict[str, Run] = {}

    def make_inputs(self) -> None:
        options = self.options
        shapes = {
            "many objects": (options.objects, options.lines, "default"),
            "one object": (1, options.lines * max(options.objects // 6, 1), "default"),
            "29 fields": (max(options.objects // 4, 1), options.lines, "v5"),
            "ten lines": (1, 10, "default"),
        }
        for name, (objects, lines, form) in shapes.items():
            self.folders[name] = options.folder / f"logs-{form}-{objects}-{lines}"
            self.lines[name] = objects * lines
            make_input(options.flowconv, self.folders[name], objects, lines, form)

    def tasks(self) -> list[Task]:
        """Neighbours are what is divided by each other."""
        options = self.options
        ours = ["flowconv"] + (["flowconv, zlib"] if options.zlib else [])
        tasks = [Task("many objects", tool, cores) for cores in CORES for tool in ours + options.peers]
        tasks += [Task("one object", "flowconv", cores, pipe) for pipe in (False, True) for cores in CORES]
        wide = ["flowconv"] + [tool for tool in options.peers if tool == "polars"]
        return tasks + [Task("29 fields", tool, cores) for cores in CORES for tool in wide]

    def command(self, task: Task, lake: pathlib.Path, scheme: str = "hour") -> list[str]:
        logs = self.folders[task.input]
        if task.tool in self.options.peers:
            return [sys.executable, str(HERE / "peer.py"), task.tool, str(logs), str(lake), str(task.cores)]
        binary = self.options.zlib if task.tool.endswith("zlib") else self.options.flowconv
        source = "-" if task.from_pipe else str(logs)
        return [binary, "convert", source, "--output", str(lake), "--partition-by", scheme, "--threads", str(task.cores),
                "--quiet"]

    def run(self, task: Task) -> None:
        lake = self.options.folder / "lake"
        shutil.rmtree(lake, ignore_errors=True)
        stdin = str(next(self.folders[task.input].glob("*.gz"))) if task.from_pipe else None
        self.runs.setdefault(task, []).append(timed(self.command(task, lake), task.cores, stdin))
        self.sizes[task.input, task.tool] = sum(path.stat().st_size for path in lake.rglob("*.parquet"))
        name = f"{task.tool}, {task.cores}" + (" from a pipe" if task.from_pipe else "")
        seen = self.contents.setdefault(task.input, {})
        if name not in seen:
            done = subprocess.run([sys.executable, HERE / "contents.py", lake], capture_output=True, text=True, check=True)
            seen[name] = json.loads(done.stdout)
            if seen[name] != next(iter(seen.values())) or seen[name][0] != self.lines[task.input]:
                sys.exit(f"{task.input}: the tools do not agree on {self.lines[task.input]} rows: {seen}")
        shutil.rmtree(lake)

    def round(self) -> None:
        for task in self.tasks():
            self.run(task)
        if shutil.which("igzip"):
            files = sorted(map(str, self.folders["many objects"].glob("*.gz")))
            self.igzip.append(timed(["igzip", "-dc", *files], 1))
        # A start takes milliseconds, so there are more of them.
        for _ in range(5):
            lake = self.options.folder / "lake"
            self.starts.append(timed(self.command(Task("ten lines", "flowconv", 2), lake), 2))
            shutil.rmtree(lake)

    def run_long(self) -> None:
        """The same objects over and over: what memory comes to where units are larger and take turns."""
        logs = self.options.folder / "logs-long"
        shutil.rmtree(logs, ignore_errors=True)
        logs.mkdir(parents=True)
        for turn in range(LONG_TURNS):
            for path in self.folders["many objects"].glob("*.gz"):
                (logs / f"{turn}-{path.name}").symlink_to(path.resolve())
        self.folders["long run"] = logs
        self.lines["long run"] = LONG_TURNS * self.lines["many objects"]
        for scheme in ("hour", "day", "none"):
            lake = self.options.folder / "lake"
            self.long_runs[scheme] = timed(self.command(Task("long run", "flowconv", 2), lake, scheme), 2)
            shutil.rmtree(lake)

    # What it says

    def median(self, input: str, tool: str, cores: int, from_pipe: bool = False) -> Run | None:
        runs = self.runs.get(Task(input, tool, cores, from_pipe))
        return median(runs) if runs else None

    def speed(self, input: str, tool: str, cores: int, from_pipe: bool = False) -> float | None:
        run = self.median(input, tool, cores, from_pipe)
        return run and self.lines[input] / run.seconds / 1e6

    def over_polars(self, input: str, tool: str, cores: int) -> float | None:
        return ratio(self.speed(input, tool, cores), self.speed(input, "polars", cores))

    def tools_table(self, input: str) -> str:
        rows = [["tool", "cores", "M lines/s", "÷ Polars", "CPU µs/line", "peak MiB", "output MB"]]
        for task, runs in self.runs.items():
            if task.input != input:
                continue
            run = median(runs)
            times = ratio(self.speed(input, task.tool, task.cores, task.from_pipe), self.speed(input, "polars", task.cores))
            rows.append([task.tool + (", from a pipe" if task.from_pipe else ""), str(task.cores),
                         f"{self.lines[input] / run.seconds / 1e6:.2f}", f"{times:.2f}" if times else "",
                         f"{run.cpu / self.lines[input] * 1e6:.2f}", f"{run.peak:.0f}",
                         f"{self.sizes[input, task.tool] / 1e6:.1f}"])
        return table(rows)

    def targets(self, allocations: float | None) -> list[Target]:
        one = self.median("many objects", "flowconv", 1)
        peaks = [run.peak for task, runs in self.runs.items() if task.tool == "flowconv" for run in runs]
        peaks += [run.peak for run in self.long_runs.values()]

        def scaling(input: str, from_pipe: bool = False) -> float | None:
            return ratio(self.speed(input, "flowconv", 2, from_pipe), self.speed(input, "flowconv", 1, from_pipe))

        return [
            Target("lines/s, two threads, ÷ Polars", self.over_polars("many objects", "flowconv", 2), 5, True),
            Target("lines/s, one thread, ÷ Polars on one core", self.over_polars("many objects", "flowconv", 1), 5, True),
            Target("CPU per line ÷ `igzip -dc`", ratio(one.cpu, median(self.igzip).cpu) if self.igzip else None, 2.3, False),
            Target("two threads ÷ one, many objects", scaling("many objects"), 1.85, True),
            Target("two threads ÷ one, one object", scaling("one object"), 1.5, True),
            Target("two threads ÷ one, standard input", scaling("one object", True), 1.5, True),
            Target("29 fields, two threads, ÷ Polars", self.over_polars("29 fields", "flowconv", 2), 4, True),
            Target("29 fields, one thread, ÷ Polars on one core", self.over_polars("29 fields", "flowconv", 1), 4, True),
            Target("zlib build, two threads, ÷ Polars", self.over_polars("many objects", "flowconv, zlib", 2), 2.2, True),
            Target("peak memory, the highest of all runs", max(peaks), 320, False, " MiB"),
            Target("object of 10 lines, start to exit", median(self.starts).seconds * 1e3, 25, False, " ms"),
            Target("allocations for 2 N lines − for N, ÷ N", allocations and allocations * 100, 1, False, " %"),
        ]

    def report(self, allocations: float | None) -> str:
        options = self.options
        packages = versions(options.flowconv, options.peers)
        text = "<!-- Written by Benchmarks/peers/run.py; nothing here is edited by hand. -->\n\n"
        text += f"{machine()}. {', '.join(f'{name} {version}' for name, version in packages.items())}.\n"
        text += (f"Medians of {options.rounds} interleaved rounds; load of the machine before the first "
                 f"{options.load:.1f}. All tools wrote the same rows and sums.\n")
        notes = {"many objects": f"{options.objects} gzip objects", "one object": "one gzip object",
                 "29 fields": "gzip objects of the version 5 format"}
        for input, note in notes.items():
            logs = sum(path.stat().st_size for path in self.folders[input].glob("*.gz"))
            text += f"\n**{input.capitalize()}**: {self.lines[input]:,} lines in {note}, {logs / 1e6:.1f} MB\n\n"
            text += self.tools_table(input)
        text += f"\n**Long run**: {self.lines['long run']:,} lines, the many objects {LONG_TURNS} times, two threads\n\n"
        rows = [["partitions", "M lines/s", "peak MiB"]]
        rows += [[scheme, f"{self.lines['long run'] / run.seconds / 1e6:.2f}", f"{run.peak:.0f}"]
                 for scheme, run in self.long_runs.items()]
        text += table(rows)
        rows = [["target", "bound", "measured", ""]] + [target.row for target in self.targets(allocations)]
        return text + "\n**Targets**\n\n" + table(rows)

    def drawing(self) -> str:
        tools = [tool for tool in ["flowconv", *self.options.peers] if self.median("many objects", tool, 2)]
        groups = []
        for cores, heading in zip(CORES, ("two threads", "one thread")):
            bars = [(tool, self.speed("many objects", tool, cores)) for tool in tools]
            groups.append((heading, sorted(bars, key=lambda bar: -bar[1])))
        note = f"{self.lines['many objects']:,} lines, median of {self.options.rounds}; {machine()}"
        return drawing("Flow logs, gzip text to hourly Hive-partitioned Parquet", note, groups)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("flowconv")
    parser.add_argument("--objects", type=int, default=24)
    parser.add_argument("--lines", type=int, default=400_000, help="lines of an object")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("/tmp/flowconv-peers"))
    parser.add_argument("--peers", type=lambda text: [name for name in text.split(",") if name], default=PEERS)
    parser.add_argument("--zlib", help="a binary that was built without ISA-L")
    parser.add_argument("--output", type=pathlib.Path, default=HERE.parent / "results", help="where peers.md and .svg go")
    parser.add_argument("--no-counts", action="store_true", help="leaves out the count of allocations")
    options = parser.parse_args()
    if len(processors()) < 2:
        parser.error("two processors are needed, since two threads are measured")
    options.load = os.getloadavg()[0]
    bench = Bench(options)
    bench.make_inputs()
    for number in range(options.rounds):
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
        bench.round()
    bench.run_long()
    allocations = None
    if not options.no_counts:
        done = subprocess.run([HERE.parent / "check-counts", options.flowconv, "--json"],
                              stdout=subprocess.PIPE, text=True)
        allocations = json.loads(done.stdout)["default"]["allocations_per_line"]
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "peers.md").write_text(bench.report(allocations))
    (options.output / "peers.svg").write_text(bench.drawing())
    print(bench.report(allocations))


if __name__ == "__main__":
    main()
