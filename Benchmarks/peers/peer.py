"""One engine converts the logs as its users would: peer.py ENGINE LOGS LAKE THREADS [hour|day]

The fields are those of the first object's header line; types are AWS's for Parquet.
"""

import gzip
import os
import pathlib
import sys

engine, logs, lake, threads = sys.argv[1:5]
KEYS = {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H"}
if sys.argv[5:] == ["day"]:
    del KEYS["hour"]
os.environ["POLARS_MAX_THREADS"] = threads
files = sorted(str(path) for path in pathlib.Path(logs).glob("*.gz"))
with gzip.open(files[0], "rt") as first:
    FIELDS = first.readline().split()
COLUMNS = [field.replace("-", "_") for field in FIELDS]
INT32 = ["version", "srcport", "dstport", "protocol", "tcp_flags", "traffic_path"]
INT64 = ["packets", "bytes", "start", "end"]


def typed(name: str, int32, int64, text):
    return int32 if name in INT32 else int64 if name in INT64 else text


if engine == "polars":
    import polars as pl

    types = {field: typed(name, pl.Int32, pl.Int64, pl.String) for field, name in zip(FIELDS, COLUMNS)}
    frame = pl.scan_csv(files, separator=" ", has_header=True, schema=types, null_values="-")
    frame = frame.rename(dict(zip(FIELDS, COLUMNS)))
    time = pl.from_epoch("start")
    frame = frame.with_columns(**{key: time.dt.strftime(code) for key, code in KEYS.items()})
    frame.sink_parquet(pl.PartitionBy(lake, key=list(KEYS), include_key=False), compression="zstd", mkdir=True)
elif engine == "duckdb":
    import duckdb

    duckdb.sql(f"SET threads = {threads}")
    types = ", ".join(f"'{name}': '{typed(name, 'INTEGER', 'BIGINT', 'VARCHAR')}'" for name in COLUMNS)
    keys = ", ".join(f"""strftime(to_timestamp("start") AT TIME ZONE 'UTC', '{code}') AS {key}"""
                     for key, code in KEYS.items())
    duckdb.sql(f"""
        COPY (SELECT *, {keys}
              FROM read_csv({files!r}, delim=' ', header=true, nullstr='-', columns={{{types}}}, auto_detect=false))
        TO '{lake}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY ({", ".join(KEYS)}))""")
elif engine == "chdb":
    import chdb

    structure = ", ".join(f"`{field}` Nullable({typed(name, 'Int32', 'Int64', 'String')})"
                          for field, name in zip(FIELDS, COLUMNS))
    columns = ", ".join(f"`{field}` AS `{name}`" for field, name in zip(FIELDS, COLUMNS))
    folders = ", '/', ".join(f"formatDateTime(toDateTime(start, 'UTC'), '{key}={code}')" for key, code in KEYS.items())
    chdb.query(f"""
        INSERT INTO FUNCTION file('{lake}/{{_partition_id}}/part.parquet', Parquet)
        PARTITION BY concat({folders})
        SELECT {columns} FROM file('{logs}/*.gz', CustomSeparatedWithNames, '{structure}')
        SETTINGS format_custom_field_delimiter = ' ', format_custom_escaping_rule = 'CSV',
                 format_csv_null_representation = '-', max_threads = {threads},
                 output_format_parquet_compression_method = 'zstd'""")
elif engine == "pyarrow":
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv
    import pyarrow.dataset as ds

    # Threads for input and output stay as many as they are: with a single one, reading and writing wait for each other.
    pa.set_cpu_count(int(threads))
    types = {name: typed(name, pa.int32(), pa.int64(), pa.string()) for name in COLUMNS}

    def batches():
        for path in files:
            reader = pyarrow.csv.open_csv(
                path,
                read_options=pyarrow.csv.ReadOptions(column_names=COLUMNS, skip_rows=1, block_size=8 << 20),
                parse_options=pyarrow.csv.ParseOptions(delimiter=" "),
                convert_options=pyarrow.csv.ConvertOptions(column_types=types, null_values=["-"], strings_can_be_null=True),
            )
            for batch in reader:
                time = batch.column("start").cast(pa.timestamp("s"))
                for key, code in KEYS.items():
                    batch = batch.append_column(key, pc.strftime(time, code))
                yield batch

    keys = pa.schema([(key, pa.string()) for key in KEYS])
    schema = pa.schema([*types.items(), *((field.name, field.type) for field in keys)])
    ds.write_dataset(batches(), lake, schema=schema, format="parquet", partitioning=ds.partitioning(keys, flavor="hive"),
                     file_options=ds.ParquetFileFormat().make_write_options(compression="zstd"))
else:
    sys.exit(f"unknown engine {engine}")
