"""Expected Arrow tables from the reference, actual ones from three readers, and their comparison as multisets."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads
import pyarrow.parquet as pq

import reference_parser as ref
from conftest import Lake
from reference_parser import Format, Parsed

ARROW = {
    "int32": pa.int32(),
    "int64": pa.int64(),
    "string": pa.string(),
    "timestamp": pa.timestamp("ms", "UTC"),
}
PHYSICAL = {"int32": "INT32", "int64": "INT64", "string": "BYTE_ARRAY", "timestamp": "INT64"}
KEYS = ("year", "month", "day", "hour")


def expected_tables(parsed: Parsed, by: str = "day") -> dict[tuple[str, ...], pa.Table]:
    """One table per record format, keyed by its column names; the partition keys are the last columns."""
    if by in parsed.tables:
        return parsed.tables[by]
    tables = parsed.tables[by] = {}
    for form, rows in parsed.rows.items():
        columns = [
            pa.array(column, pa.int64()).cast(ARROW[kind]) if kind == "timestamp" else pa.array(column, ARROW[kind])
            for column, kind in zip(zip(*rows), form.types)
        ]
        names = list(form.columns)
        folders = [ref.partition(ref.seconds(form, row), by) for row in rows]
        for position, (key, _) in enumerate(folders[0]):
            values = [folder[position][1] for folder in folders]
            columns.append(pa.array([None if v == ref.NULL_PARTITION else v for v in values], pa.string()))
            names.append(key)
        tables[form.columns] = pa.Table.from_arrays(columns, names)
    return tables


def expected_folders(parsed: Parsed, by: str = "day") -> set[tuple[str, ...]]:
    return {
        tuple(f"{key}={value}" for key, value in ref.partition(ref.seconds(form, row), by))
        for form, rows in parsed.rows.items()
        for row in rows
    }


def files_by_columns(lake: Lake) -> dict[tuple[str, ...], list[Path]]:
    groups: dict[tuple[str, ...], list[Path]] = {}
    for path in lake.parquet():
        groups.setdefault(tuple(pq.read_schema(path).names), []).append(path)
    return groups


def read_pyarrow(files: list[Path], keys: list[str]) -> pa.Table:
    hive = pads.partitioning(pa.schema([(key, pa.string()) for key in keys]), flavor="hive")
    return pads.dataset([str(path) for path in files], partitioning=hive if keys else None).to_table()


def read_duckdb(files: list[Path], keys: list[str]) -> pa.Table:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    options = "hive_partitioning = true, union_by_name = true, hive_types_autocast = false"
    relation = connection.sql(f"SELECT * FROM read_parquet($1, {options})", params=[[str(path) for path in files]])
    return relation.to_arrow_table()


def read_polars(files: list[Path], keys: list[str]) -> pa.Table:
    schema = {key: polars.String for key in keys}
    return polars.read_parquet(files, hive_partitioning=bool(keys), hive_schema=schema or None).to_arrow()


READERS = {"pyarrow": read_pyarrow, "duckdb": read_duckdb, "polars": read_polars}


def _same_kind(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Readers may widen how they hold strings and the unit of a time, nothing else."""
    if pa.types.is_string(wanted):
        return pa.types.is_string(found) or pa.types.is_large_string(found) or pa.types.is_string_view(found)
    if pa.types.is_timestamp(wanted):
        return pa.types.is_timestamp(found) and found.tz in ("UTC", "Etc/UTC", "+00:00")
    return found == wanted


def _canonical(table: pa.Table) -> pa.RecordBatch:
    batches = table.combine_chunks().to_batches()
    if not batches:
        return pa.RecordBatch.from_pylist([], table.schema)
    (batch,) = batches
    return batch.take(pc.sort_indices(batch, [(name, "ascending") for name in table.column_names]))


def assert_same_rows(actual: pa.Table, expected: pa.Table, label: str) -> None:
    assert set(actual.column_names) == set(expected.column_names), label
    actual = actual.select(expected.column_names)
    for name in expected.column_names:
        found, wanted = actual.schema.field(name).type, expected.schema.field(name).type
        assert _same_kind(found, wanted), f"{label}: column {name} is read as {found}, not {wanted}"
    assert actual.num_rows == expected.num_rows, f"{label}: {actual.num_rows} rows instead of {expected.num_rows}"
    found, wanted = _canonical(actual.cast(expected.schema)), _canonical(expected)
    for name in expected.column_names:
        if not found.column(name).equals(wanted.column(name)):
            at = next(i for i, (a, b) in enumerate(zip(found.column(name), wanted.column(name))) if not a.equals(b))
            rows = f"\nfound  {found.slice(at, 1).to_pylist()[0]}\nwanted {wanted.slice(at, 1).to_pylist()[0]}"
            raise AssertionError(f"{label}: column {name} differs, sorted row {at}:{rows}")


def assert_schema(path: Path, form: Format) -> None:
    """Names, order, physical types, logical types and optionality, as the file's own metadata states them."""
    file = pq.ParquetFile(path)
    assert file.schema_arrow.names == list(form.columns), path
    for position, (name, kind) in enumerate(zip(form.columns, form.types)):
        column = file.schema.column(position)
        where = f"{path}: {name}"
        assert column.path == name, where
        assert column.physical_type == PHYSICAL[kind], where
        assert (column.max_definition_level, column.max_repetition_level) == (1, 0), f"{where} is not OPTIONAL"
        logical = column.logical_type
        if kind == "string":
            assert logical.type == "STRING", f"{where}: {logical}"
        elif kind == "timestamp":
            stated = str(logical).replace(" ", "")
            assert logical.type == "TIMESTAMP" and "isAdjustedToUTC=true" in stated, f"{where}: {logical}"
            assert "timeUnit=milliseconds" in stated, f"{where}: {logical}"
        else:
            assert logical.type == "NONE" or "isSigned=true" in str(logical), f"{where}: {logical}"
        assert file.schema_arrow.field(name).type == ARROW[kind], where


def assert_statistics(path: Path) -> None:
    """Every chunk states its NULLs and bounds that hold; a wrong bound makes engines skip rows that match."""
    file = pq.ParquetFile(path)
    for group in range(file.metadata.num_row_groups):
        rows = file.read_row_group(group)
        for position, name in enumerate(rows.column_names):
            stated, values = file.metadata.row_group(group).column(position).statistics, rows.column(position)
            where = f"{path}: row group {group}, {name}"
            assert stated is not None and stated.has_null_count, f"{where}: no statistics"
            assert stated.null_count == values.null_count, where
            if values.null_count == len(values):
                continue
            assert stated.has_min_max, f"{where}: no bounds"
            if pa.types.is_string(values.type):
                values = values.cast(pa.binary())
            elif pa.types.is_timestamp(values.type):
                values = values.cast(pa.int64())
            low, high = (pc.min_max(values)[end].as_py() for end in ("min", "max"))
            assert stated.min_raw <= low and stated.max_raw >= high, where
            if not isinstance(low, bytes):
                assert (stated.min_raw, stated.max_raw) == (low, high), where


def assert_lake(lake: Lake, parsed: Parsed, readers=("pyarrow",), by: str = "day") -> None:
    """Every row, column, NULL and type of the lake, and where it lies, against the reference."""
    expected = expected_tables(parsed, by)
    forms = {form.columns: form for form in parsed.rows}
    groups = files_by_columns(lake)
    groups = {names: files for names, files in groups.items() if names in forms or _rows(files)}
    assert set(groups) == set(expected)
    assert lake.folders() == expected_folders(parsed, by)
    for names, files in groups.items():
        keys = [name for name in expected[names].column_names if name not in names]
        for path in files:
            assert_schema(path, forms[names])
            if len(readers) > 1:
                assert_statistics(path)
        for reader in readers:
            assert_same_rows(READERS[reader](files, keys), expected[names], f"{reader} {len(names)} columns")
    if len(groups) > 1 and "duckdb" in readers:
        _assert_union(lake, expected)


def _rows(files: list[Path]) -> int:
    return sum(pq.read_metadata(path).num_rows for path in files)


def _assert_union(lake: Lake, expected: dict[tuple[str, ...], pa.Table]) -> None:
    """Files of several formats read as one table by name: each column holds as many values as all formats gave it."""
    united = read_duckdb(lake.parquet(), [])
    values: dict[str, int] = {}
    for table in expected.values():
        for name in table.column_names:
            values[name] = values.get(name, 0) + table.num_rows - table[name].null_count
    assert united.num_rows == sum(table.num_rows for table in expected.values())
    assert {name: united.num_rows - united[name].null_count for name in united.column_names} == values
