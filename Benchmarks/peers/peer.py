"""One engine converts the logs as its users would: peer.py ENGINE LOGS LAKE THREADS [hour|day]"""

import os
import pathlib
import sys

engine, logs, lake, threads = sys.argv[1:5]
KEYS = {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H"}
if sys.argv[5:] == ["day"]:
    del KEYS["hour"]
os.environ["POLARS_MAX_THREADS"] = threads
files = sorted(str(path) for path in pathlib.Path(logs).glob("*.gz"))
INT32 = ["version", "srcport", "dstport", "protocol"]
INT64 = ["packets", "bytes", "start", "end"]
FIELDS = ("version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action "
          "log-status").split()
COLUMNS = [field.replace("-", "_") for field in FIELDS]

if engine == "polars":
    import polars as pl

    types = {name: pl.Int32 if name in INT32 else pl.Int64 if name in INT64 else pl.String for name in FIELDS}
    frame = pl.scan_csv(files, separator=" ", has_header=True, schema=types, null_values="-")
    frame = frame.rename(dict(zip(FIELDS, COLUMNS)))
    time = pl.from_epoch("start")
    frame = frame.with_columns(**{key: time.dt.strftime(code) for key, code in KEYS.items()})
    frame.sink_parquet(pl.PartitionBy(lake, key=list(KEYS), include_key=False), compression="zstd", mkdir=True)
elif engine == "duckdb":
    import duckdb

    duckdb.sql(f"SET threads = {threads}")
    types = ", ".join(f"'{name}': '{'INTEGER' if name in INT32 else 'BIGINT' if name in INT64 else 'VARCHAR'}'"
                      for name in COLUMNS)
    keys = ", ".join(f"""strftime(to_timestamp("start") AT TIME ZONE 'UTC', '{code}') AS {key}"""
                     for key, code in KEYS.items())
    duckdb.sql(f"""
        COPY (SELECT *, {keys}
              FROM read_csv({files!r}, delim=' ', header=true, nullstr='-', columns={{{types}}}, auto_detect=false))
        TO '{lake}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY ({", ".join(KEYS)}))""")
elif engine == "pyarrow":
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv
    import pyarrow.dataset as ds

    pa.set_cpu_count(int(threads))
    pa.set_io_thread_count(int(threads))
    types = {name: pa.int32() if name in INT32 else pa.int64() if name in INT64 else pa.string() for name in COLUMNS}

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
