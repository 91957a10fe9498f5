"""Seven readers of Parquet that are not ours, and what they have to find in a file of the corpus.

As a program it reads the files whose paths come on standard input, each in a process of its own, since fastparquet's
compiled parts crash on some: `python parquet_readers.py READER`, a line of JSON a file.
"""

from __future__ import annotations

import json
import math
import os
import struct
import sys
import traceback
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MILLISECOND = timedelta(milliseconds=1)
ARROW = {
    "int32": pa.int32(),
    "int64": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "string": pa.string(),
    "timestampMillis": pa.timestamp("ms", tz="UTC"),
}


# What the files hold


@dataclass
class Column:
    name: str
    type: str
    encoding: str | None
    required: bool
    values: list


@dataclass
class File:
    """What a file of the corpus holds; times are milliseconds, doubles are their bits."""

    path: Path
    codec: str
    groups: list[int]
    columns: list[Column]
    facts: dict = field(repr=False)

    @property
    def rows(self) -> int:
        return sum(self.groups)

    def chunks(self):
        """Every column chunk: number of the row group, number of the column, the column, its values."""
        start = 0
        for group, rows in enumerate(self.groups):
            for place, column in enumerate(self.columns):
                yield group, place, column, column.values[start : start + rows]
            start += rows


def load(path: Path) -> File:
    facts = json.loads(path.with_suffix(".json").read_text("utf-8"))
    columns = []
    for column in facts["columns"]:
        values = column["values"]
        if column["type"] in ("int64", "timestampMillis"):
            values = [None if value is None else int(value) for value in values]
        elif column["type"] == "double":
            values = [None if value is None else int(value, 16) for value in values]
        columns.append(Column(column["name"], column["type"], column["encoding"], column["required"], values))
    return File(path, facts["codec"], facts["rowGroups"], columns, facts)


def bits(value: float | None) -> int | None:
    return None if value is None else struct.unpack("<Q", struct.pack("<d", value))[0]


def number(value: int) -> float:
    return struct.unpack("<d", struct.pack("<Q", value))[0]


def is_nan(value: int | None) -> bool:
    return value is not None and math.isnan(number(value))


def plain(column: Column, values: list) -> list:
    """What a reader gave, in the form of the corpus."""
    if column.type == "double":
        return [bits(value) for value in values]
    if column.type == "timestampMillis":
        return [value if value is None or isinstance(value, int) else milliseconds(value) for value in values]
    return values


def milliseconds(value: datetime) -> int:
    value = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
    assert (value - EPOCH) % MILLISECOND == timedelta(0)
    return (value - EPOCH) // MILLISECOND


def check(expected: File, columns: list[list]):
    """The same rows, column by column; a NaN is one whatever its bits."""
    assert len(columns) == len(expected.columns)
    for column, values in zip(expected.columns, columns):
        found = plain(column, values)
        assert len(found) == len(column.values), f"{column.name}: {len(found)} rows"
        assert found.count(None) == column.values.count(None), f"{column.name}: {found.count(None)} NULLs"
        for row, (have, want) in enumerate(zip(found, column.values)):
            same = have == want and type(have) is type(want) or is_nan(want) and is_nan(have)
            assert same, f"{column.name}, row {row}: {have!r} instead of {want!r}"


def check_arrow(expected: File, table: pa.Table, types: dict | None = None):
    """Names, types, values of an Arrow table; `types` has those that the reader calls by another name."""
    assert table.column_names == [column.name for column in expected.columns]
    columns = []
    for column, values in zip(expected.columns, table.columns):
        wanted = (types or {}).get(column.type, (ARROW[column.type],))
        assert values.type in wanted, f"{column.name}: {values.type}"
        if pa.types.is_timestamp(values.type):
            # By way of integers: Python's datetime ends with the year 9999.
            per = {"ms": 1, "us": 1000, "ns": 1_000_000}[values.type.unit]
            ticks = values.cast(pa.int64()).to_pylist()
            assert all(tick is None or tick % per == 0 for tick in ticks), "fractions of a millisecond"
            columns.append([None if tick is None else tick // per for tick in ticks])
        else:
            columns.append(values.to_pylist())
    check(expected, columns)


# The readers: each reads a file and checks it


def read_pyarrow(expected: File):
    check_arrow(expected, pq.read_table(expected.path, page_checksum_verification=True))


def read_duckdb(expected: File):
    import duckdb

    connection = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
    found = connection.sql(f"SELECT * FROM '{expected.path}'").to_arrow_table()
    # Instants, shown in the zone of the machine.
    zones = {field.type.tz for field in found.schema if pa.types.is_timestamp(field.type)}
    types = {
        "string": (pa.string(), pa.large_string(), pa.string_view()),
        "timestampMillis": tuple(pa.timestamp("us", tz=zone) for zone in zones if zone is not None),
    }
    check_arrow(expected, found, types)


def read_polars(expected: File):
    import polars

    frame = polars.read_parquet(expected.path)
    types = {
        "int32": polars.Int32,
        "int64": polars.Int64,
        "double": polars.Float64,
        "boolean": polars.Boolean,
        "string": polars.String,
        "timestampMillis": polars.Datetime("ms", "UTC"),
    }
    assert frame.columns == [column.name for column in expected.columns]
    assert frame.dtypes == [types[column.type] for column in expected.columns]
    check(expected, [frame[column].to_physical().to_list() for column in frame.columns])


def read_chdb(expected: File):
    import chdb

    found = chdb.query(f"SELECT * FROM file('{expected.path}', Parquet) SETTINGS max_threads = 1", "Arrow").bytes()
    table = pa.ipc.open_file(found).read_all()
    strings = {"string": (pa.string(), pa.binary()), "boolean": (pa.bool_(),)}
    names = [column.name for column in expected.columns]
    assert table.column_names == names
    for place, column in enumerate(table.columns):
        if pa.types.is_binary(column.type):
            table = table.set_column(place, names[place], column.cast(pa.string()))
    check_arrow(expected, table, strings)


def read_datafusion(expected: File):
    import datafusion

    context = datafusion.SessionContext(datafusion.SessionConfig().with_target_partitions(1))
    batches = context.read_parquet(str(expected.path))
    table = pa.Table.from_batches(batches.collect(), schema=batches.schema())
    check_arrow(expected, table, {"string": (pa.string(), pa.string_view())})


def read_fastparquet(expected: File):
    import fastparquet

    file = fastparquet.ParquetFile(str(expected.path))
    frame = file.to_pandas()
    assert list(frame.columns) == [column.name for column in expected.columns]
    columns = []
    for place, column in enumerate(expected.columns):
        series = frame.iloc[:, place]
        nulls = series.isna()
        if column.type == "timestampMillis":
            per = {"ms": 1, "us": 1000, "ns": 1_000_000}[series.dt.unit]
            values = [int(value) // per for value in series.astype("int64")]
        else:
            # pandas knows no NULL among doubles: a NaN stands for both, and only the count of NULLs tells.
            values = [value.item() if hasattr(value, "item") else value for value in series]
            if column.type == "double":
                nulls = [null and not is_nan(want) for null, want in zip(nulls, column.values)]
            if column.type in ("int32", "int64"):
                values = [None if null else int(value) for value, null in zip(values, nulls)]
            if column.type == "boolean":
                values = [None if null else bool(value) for value, null in zip(values, nulls)]
        columns.append([None if null else value for value, null in zip(values, nulls)])
    check(expected, columns)


def read_spark(expected: File, session):
    from pyspark.sql import functions

    frame = session.read.parquet(str(expected.path))
    types = {"int32": "int", "int64": "bigint", "timestampMillis": "timestamp"}
    assert frame.dtypes == [(column.name, types.get(column.type, column.type)) for column in expected.columns]
    names = ["`" + name.replace("`", "``") + "`" for name in frame.columns]
    cells = [
        functions.unix_millis(functions.col(name)) if column.type == "timestampMillis" else functions.col(name)
        for name, column in zip(names, expected.columns)
    ]
    rows = frame.select(*cells).collect()
    check(expected, [[row[place] for row in rows] for place in range(len(cells))])


READERS = {
    "pyarrow": read_pyarrow,
    "duckdb": read_duckdb,
    "polars": read_polars,
    "chdb": read_chdb,
    "datafusion": read_datafusion,
    "fastparquet": read_fastparquet,
    "spark": read_spark,
}

def main(reader: str):
    """One process a file: one that crashes takes nothing with it."""
    __import__(reader)
    for path in sys.stdin.read().splitlines():
        expected = load(Path(path))
        source, target = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                READERS[reader](expected)
                said = ""
            except AssertionError as error:
                said = f"wrong: {error}"
            except BaseException as error:
                said = f"raised: {traceback.format_exception_only(error)[-1].strip()}"
            os.write(target, said.encode("utf-8", "replace")[:1000])
            os._exit(0)
        os.close(target)
        with os.fdopen(source, "rb") as pipe:
            said = pipe.read().decode("utf-8", "replace")
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps([Path(path).stem, f"crashed: signal {-status}" if status else said]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
