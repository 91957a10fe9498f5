"""What a lake holds, by a reader that is not ours, against what the inputs hold, by a parser that is not ours.

Rows are compared as a multiset: DuckDB counts them and sums a hash of each, which no order changes and which a lost, doubled
or altered row does.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import duckdb

COLUMNS = (
    "version account_id interface_id srcaddr dstaddr srcport dstport protocol packets bytes start end action log_status"
).split()
INTEGERS = {"version", "srcport", "dstport", "protocol", "packets", "bytes", "start", "end"}


@dataclass(frozen=True)
class Sum:
    rows: int
    checksum: int


def _sum(source: str) -> Sum:
    names = ", ".join(
        f'coalesce(cast("{name}" as varchar), \'-\')' for name in COLUMNS
    )
    rows, checksum = duckdb.sql(
        f"select count(*), coalesce(sum(hash({names})::hugeint), 0) from {source}"
    ).fetchall()[0]
    return Sum(rows, checksum)


def files(lake: Path) -> list[str]:
    while True:
        try:
            found = list(lake.rglob("*.parquet"))
            break
        except FileNotFoundError:
            # A folder that was there a moment ago; runs go on meanwhile.
            continue
    return sorted(str(path) for path in found if not any(p.startswith(("_", ".")) for p in path.relative_to(lake).parts))


def of_lake(lake: Path) -> Sum:
    paths = files(lake)
    return _sum(f"read_parquet({paths!r}, hive_partitioning = false, union_by_name = true)") if paths else Sum(0, 0)


def of_inputs(inputs: list[Path]) -> Sum:
    """Inputs are default-format lines without a header line; gzip where the name says so."""
    if not inputs:
        return Sum(0, 0)
    columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS) + "}"
    paths = [str(path) for path in inputs]
    return _sum(f"read_csv({paths!r}, delim = ' ', header = false, quote = '', escape = '', columns = {columns})")


def run(binary: Path, *arguments, env=None, **more) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(binary), *map(str, arguments)], env=env, capture_output=True, text=True, timeout=300, **more
    )


def assert_whole(binary: Path, lake: Path):
    """`verify` finds nothing; of a lake that nothing was committed to it says so instead."""
    done = run(binary, "verify", lake)
    records = [path for folder in ("commits", "intents") for path in (lake / "_flowconv" / folder).glob("*.json")]
    assert done.returncode == (0 if records else 66), done.stdout + done.stderr
    if not records:
        assert files(lake) == []


def leftovers(lake: Path) -> list[str]:
    """What a finished run must not leave behind."""
    log = lake / "_flowconv"
    found = []
    for folder in ("intents", "claims", "staging"):
        found += [str(path.relative_to(lake)) for path in (log / folder).rglob("*") if path.is_file()]
    return found
