"""Writes flow-small.parquet; see README.md."""
import sys
import pyarrow as pa
import pyarrow.parquet as pq

schema = pa.schema([
    pa.field("version", pa.int32(), nullable=False),
    pa.field("srcaddr", pa.string()),
    pa.field("bytes", pa.int64()),
    pa.field("event_time", pa.timestamp("ms", tz="UTC")),
])
table = pa.table({
    "version": [2, 2, 2, 2, 2, 2],
    "srcaddr": ["10.0.0.1", "10.0.0.1", "10.0.0.2", None, None, None],
    "bytes": [100, 200, 300, 400, 500, None],
    "event_time": [1700000000000 + i * 1000 for i in range(6)],
}, schema=schema)
pq.write_table(
    table, sys.argv[1],
    compression="zstd", version="2.6", data_page_version="1.0",
    use_dictionary=["srcaddr"], write_statistics=True, write_page_index=True, write_page_checksum=True,
    write_batch_size=2, data_page_size=1, store_schema=False,
    sorting_columns=[pq.SortingColumn(3)],
    bloom_filter_options={"srcaddr": {"ndv": 8, "fpp": 0.1}},
)
