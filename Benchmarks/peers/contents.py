"""Prints what is in a lake, so that the tools can be compared: rows, NULLs and sums, as DuckDB reads them: contents.py LAKE"""

import json
import sys

import duckdb

COLUMNS = ("count(*), sum(bytes), sum(packets), sum(start), sum(\"end\"), sum(srcport), sum(dstport), count(srcaddr), "
           "count(DISTINCT dstaddr), sum(hash(interface_id) % 1000003), sum(length(log_status))")

row = duckdb.sql(
    f"SELECT {COLUMNS} FROM read_parquet('{sys.argv[1]}/**/*.parquet', hive_partitioning=false)").fetchall()[0]
print(json.dumps([int(value) for value in row]))
