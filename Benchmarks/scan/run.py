#!/usr/bin/env python3
"""Measures what queries read of the files of flowconv and of its peers: run.py FLOWCONV [--objects N] [--lines N]

Input: gzip objects of default-format lines, one an hour. Every writer makes a Hive-partitioned lake of zstd Parquet of it;
Spark's Parquet reader, which prunes much as Athena's does, answers four questions of each, and the bytes it read are
divided by the bytes of the input. All answers are compared.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import time

import duckdb

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))

from inputs import START, make_input  # noqa: E402
from spark import Spark  # noqa: E402

# Writers: flowconv's name is followed by its options.
WRITERS = [
    "flowconv",
    "flowconv --sort-by srcaddr",
    "flowconv --sort-by none",
    "duckdb",
    "polars",
    "pyarrow",
]
# The hour that is asked for, counted from the first.
HOUR = 5
# Rare addresses that are asked for; what they cost is averaged, since a bloom filter's false positives are chance.
RARE = 8


def write(flowconv: str, writer: str, logs: pathlib.Path, lake: pathlib.Path, layout: str, threads: int) -> float:
    """Makes the lake anew and returns the seconds that took."""
    shutil.rmtree(lake, ignore_errors=True)
    tool, *arguments = writer.split()
    if tool == "flowconv":
        command = [flowconv, "convert", str(logs), "--output", str(lake), "--partition-by", layout, "--threads",
                   str(threads), "--quiet", *arguments]
    else:
        command = [sys.executable, str(HERE.parent / "peers" / "peer.py"), tool, str(logs), str(lake), str(threads), layout]
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


def rare_addresses(lake: pathlib.Path) -> list[str]:
    """Source addresses of the fewest records: so many of them, spread evenly over their order."""
    found = duckdb.sql(f"""SELECT srcaddr FROM (SELECT srcaddr, count(*) AS rows
                           FROM read_parquet('{lake}/**/*.parquet', hive_partitioning=false)
                           WHERE srcaddr IS NOT NULL GROUP BY srcaddr)
                           QUALIFY rows = min(rows) OVER () ORDER BY srcaddr""").fetchall()
    return [found[place * len(found) // RARE][0] for place in range(RARE)]


def queries(addresses: list[str], layout: str) -> dict[str, list[str]]:
    """What is asked: the bytes of all statements under a name are averaged."""
    first = START + HOUR * 3600
    hour = f"hour = '{time.strftime('%H', time.gmtime(first))}'"
    if layout == "day":
        hour = f"start >= {first} AND start < {first + 3600}"
    columns = ("version, account_id, interface_id, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, start, `end`, "
               "action, log_status")
    return {
        "rare address": [f"SELECT {columns} FROM flows WHERE srcaddr = '{address}'" for address in addresses],
        "its count, sum": [f"SELECT count(*), sum(bytes) FROM flows WHERE srcaddr = '{address}'" for address in addresses],
        "top 10": ["SELECT srcaddr, sum(bytes) AS total FROM flows GROUP BY srcaddr ORDER BY total DESC, srcaddr LIMIT 10"],
        "ports, one hour": [f"SELECT dstport, count(*) FROM flows WHERE action = 'REJECT' AND {hour} GROUP BY dstport"],
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("flowconv")
    parser.add_argument("--objects", type=int, default=24)
    parser.add_argument("--lines", type=int, default=400_000)
    parser.add_argument("--layouts", default="hour,day")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("/tmp/flowconv-scan"))
    parser.add_argument("--writer", action="append", help="a tool and, of flowconv, options; may be given more than once")
    options = parser.parse_args()
    if options.objects <= HOUR:
        parser.error(f"--objects is {options.objects}; give {HOUR + 1} or more, since an hour of them is asked for")
    writers = options.writer or WRITERS
    logs = options.folder / f"logs-{options.objects}-{options.lines}"
    make_input(options.flowconv, logs, options.objects, options.lines)
    total = sum(path.stat().st_size for path in logs.glob("*.gz"))
    spark = Spark()
    print(f"{options.objects * options.lines:,} lines, {total / 1e6:.1f} MB of gzip; bytes read ÷ bytes of gzip\n")
    addresses: list[str] = []
    answers: dict[str, list] = {}
    for layout in options.layouts.split(","):
        heading = None
        for writer in writers:
            lake = options.folder / "lake"
            seconds = write(options.flowconv, writer, logs, lake, layout, options.threads)
            addresses = addresses or rare_addresses(lake)
            spark.open(lake)
            shares = {}
            for name, statements in queries(addresses, layout).items():
                found = [spark.query(statement) for statement in statements]
                rows = [rows for rows, _ in found]
                if answers.setdefault(name, rows) != rows:
                    sys.exit(f"{writer}: '{name}' has another answer than with the writer before")
                shares[name] = sum(read for _, read in found) / len(found) / total
            if heading is None:
                heading = ["by " + layout, "output MB", "files", *shares, "seconds"]
                print("| " + " | ".join(heading) + " |\n" + "|---" * len(heading) + "|")
            files = [path.stat().st_size for path in lake.rglob("*.parquet")]
            print("| " + " | ".join([writer, f"{sum(files) / 1e6:.1f}", str(len(files)),
                                     *(f"{share:.2%}" for share in shares.values()), f"{seconds:.1f}"]) + " |", flush=True)
        print()


if __name__ == "__main__":
    main()
