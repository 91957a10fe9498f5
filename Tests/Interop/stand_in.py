#!/usr/bin/env python3
"""A slow stand-in for the binary, to try the tests on: `FLOWCONV=$PWD/stand_in.py pytest`.

It follows the command-line contract with the reference parser and PyArrow's writer, in memory and one thread. When a
test fails with the real binary and passes with this, the binary is the one to look at. `FLOWCONV_BREAK` makes it wrong
in one way (`swap`, `null`, `type`, `drop`, `double`, `folder`, `offset`, `order`), which the tests must notice.
"""

import argparse
import json
import os
import re
import sys
import time
import zlib
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

import pyarrow as pa
import pyarrow.parquet as pq

import log_generator
import reference_parser as ref

BREAK = os.environ.get("FLOWCONV_BREAK", "")
ARROW = {"int32": pa.int32(), "int64": pa.int64(), "string": pa.string(), "timestamp": pa.timestamp("ms", "UTC")}
ESCAPED = {*map(chr, range(1, 32)), *"\"#%'*/:=?\\{[]^\x7f"}


class Failure(Exception):
    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


def hive(value):
    return ref.NULL_PARTITION if value is None else "".join(f"%{ord(c):02X}" if c in ESCAPED else c for c in str(value))


def inflate(stored, name):
    if stored[:2] != b"\x1f\x8b":
        return stored
    out, rest = [], stored
    while rest:
        engine = zlib.decompressobj(31)
        try:
            out.append(engine.decompress(rest))
        except zlib.error as problem:
            raise Failure(65, f"{name}: corrupt gzip near byte {len(stored) - len(rest)}: {problem}")
        if not engine.eof:
            raise Failure(65, f"{name}: gzip ends early at byte {len(stored)}")
        rest = engine.unused_data
    return b"".join(out)


def objects(inputs):
    for given in inputs:
        if given == "-":
            yield "-", sys.stdin.buffer.read()
            continue
        path = Path(given)
        if not path.exists():
            raise Failure(66, f"{given}: no such file or folder")
        for each in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            try:
                yield str(each), each.read_bytes()
            except OSError as problem:
                raise Failure(66, f"{each}: {problem.strerror}")


def template(by):
    clock = {"none": [], "month": ["year=%Y", "month=%m"], "day": ["year=%Y", "month=%m", "day=%d"]}
    clock["hour"] = clock["day"] + ["hour=%H"]
    aws = ["AWSLogs", "aws-account-id={account-id}", "aws-service=vpcflowlogs", "aws-region={region}", *clock["day"]]
    parts = clock.get(by) if by in clock else aws if by == "aws" else by.split("/")
    shape = re.compile(r"\w+=([^/{}%]|%[YmdH]|\{[\w-]+\})+\Z")
    if by not in clock and by != "aws" and not all(map(shape.match, parts)):
        raise Failure(64, f"--partition-by {by}: not a template")
    return parts


def folder(parts, form, row, source):
    at = ref.seconds(form, row)
    clock = dict(zip("YmdH", (value for _, value in ref.partition(at, "hour"))))
    names = Path(source).name.split("_")
    from_key = {"account-id": names[0], "region": names[2]} if len(names) > 3 else {}

    def value(name):
        column = name.replace("-", "_")
        return row[form.columns.index(column)] if column in form.columns else from_key.get(name)

    def fill(part):
        key, equals, rest = part.partition("=")
        if at is None and "%" in rest:
            return key + equals + ref.NULL_PARTITION
        for letter, text in clock.items():
            rest = rest.replace("%" + letter, text)
        while "{" in rest:
            head, name = rest.split("{", 1)
            name, tail = name.split("}", 1)
            return key + equals + head + hive(value(name)) + tail
        return key + equals + rest

    return "/".join(map(fill, parts))


def convert(a):
    began, lake, parts = time.time(), Path(a.output), template(a.partition_by)
    given = tuple(t[2:-1] for t in a.log_format.split()) if a.log_format else None
    if a.threads < 1 or not a.memory[:1].isdigit() or a.log_format == "":
        raise Failure(64, "--threads, --memory or --log-format: not a value")
    limit, percent = (a.max_rejects.rstrip("%"), a.max_rejects.endswith("%"))
    if not limit.replace(".", "", 1).isdigit():
        raise Failure(64, f"--max-rejects {a.max_rejects}: not a count or a percentage")
    groups, rejects, count, lines, status = {}, [], Counter(), Counter(), Counter()
    size, unknown = Counter(), []
    for name, stored in objects(a.inputs):
        count["total"] += 1
        size["in"] += len(stored)
        if Path(name).name == "aws-logs-write-test":
            count["skipped"] += 1
            continue
        data = inflate(stored, name)
        size["inflated"] += len(data)
        count["converted" if data else "empty"] += 1
        try:
            parsed = ref.parse(data, given)
        except (ref.Undecidable, UnicodeDecodeError) as problem:
            raise Failure(65, f"{name}: byte 0: cannot tell the record format, pass --log-format ({problem!r})")
        for form, rows in parsed.rows.items():
            clash = {p.partition("=")[0] for p in parts} & set(form.columns)
            if clash:
                raise Failure(64, f"partition key {clash} is also a column, name it otherwise")
            for row in rows:
                groups.setdefault((folder(parts, form, row, name), form), []).append(row)
            unknown += [n for n in form.fields if n not in ref.KNOWN and n not in unknown]
        rejects += [(name, reject) for reject in parsed.rejects]
        lines.update(total=parsed.total, rows=parsed.row_count, headers=parsed.headers, blank=parsed.blank)
        lines["rejected"] += len(parsed.rejects)
        status.update({k: v for k, v in parsed.statuses().items() if k})
    allowed = float(limit) * (lines["rows"] + lines["rejected"]) / 100 if percent else float(limit)
    if lines["rejected"] > allowed:
        raise Failure(3, f"{rejects[0][0]}: {lines['rejected']} lines rejected, {a.max_rejects} allowed")
    files = write(lake, groups, a.compression, rejects)
    size["out"] = sum(entry["bytes"] for entry in files)
    took = time.time() - began
    summary = {
        "objects": {k: count[k] for k in ("total", "converted", "skipped", "empty")},
        "lines": {k: lines[k] for k in ("total", "rows", "headers", "rejected", "blank")},
        "bytes": {k: size[k] for k in ("in", "inflated", "out")},
        "rows_by_log_status": status,
        "partitions": len({where for where, _ in groups}),
        "files": files,
        "unknown_fields": unknown,
        "seconds": took,
        "lines_per_second": lines["total"] / took,
    }
    if a.summary:
        print(json.dumps(summary))


def write(lake, groups, codec, rejects):
    files = []
    try:
        hidden = lake / "_flowconv" / "rejects"
        hidden.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Failure(73, f"{lake}: {problem.strerror}")
    try:
        pending = []
        for number, ((where, form), rows) in enumerate(sorted(groups.items(), key=repr)):
            if BREAK == "drop":
                rows = rows[1:] or rows
            if BREAK == "double":
                rows = rows + rows[:1]
            columns = [pa.array(c, pa.int64()).cast(ARROW[k]) if k == "timestamp" else pa.array(c, ARROW[k])
                       for c, k in zip(map(list, zip(*rows)), form.types)]
            names = list(form.columns)
            if BREAK == "swap" and {"srcport", "dstport"} <= set(names):
                i, j = names.index("srcport"), names.index("dstport")
                columns[i], columns[j] = columns[j], columns[i]
            if BREAK == "null":
                columns[-1] = columns[-1].fill_null("-") if form.types[-1] == "string" else columns[-1].fill_null(0)
            if BREAK == "type":
                columns = [c.cast(pa.int64()) if n == "protocol" else c for c, n in zip(columns, names)]
            if BREAK == "order":
                names, columns = names[::-1], columns[::-1]
            if BREAK == "folder" and number == 1:
                where = where.replace("day=31", "day=30").replace("day=01", "day=02")
            target = lake / where / f"part-{number:04d}.parquet"
            temporary = lake / "_flowconv" / f"tmp-{number}"
            pq.write_table(pa.table(columns, names), temporary, compression={"uncompressed": "none"}.get(codec, codec))
            pending.append((temporary, target))
        records = [{"source": source, "line": r.line, "offset": r.offset + (BREAK == "offset"), "reason": r.why,
                    "raw": r.raw.decode("utf-8", "replace")} for source, r in rejects]
        (hidden / "part.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
        for _, target in pending:
            target.parent.mkdir(parents=True, exist_ok=True)
        for temporary, target in pending:
            temporary.rename(target)
            files.append({"path": str(target.relative_to(lake)), "rows": pq.read_metadata(target).num_rows,
                          "bytes": target.stat().st_size})
    except OSError as problem:
        raise Failure(74, f"{lake}: {problem.strerror}")
    return files


def generate(a):
    forms = {"default": (ref.DEFAULT, "2"), "v5": (ref.VPC_V5, "5"), "v11": (ref.VPC_V11, "11"), "tgw": (ref.TGW, "6"),
             "cloudwatch-export": (ref.DEFAULT, "2")}
    fields, version = forms[a.format]
    export = a.format == "cloudwatch-export"
    log_generator._starts = lambda rng, count: [a.start + rng.randrange(a.duration) for _ in range(count)]
    try:
        for first in range(0, a.lines, 10_000):
            lines = log_generator.records(fields, min(10_000, a.lines - first), a.seed + first, version, export=export)
            sys.stdout.buffer.write(log_generator.text(lines, None if export or first else fields))
    except BrokenPipeError:
        os._exit(74)


def schema(lake):
    columns, folders = {}, set()
    for path in sorted(lake.rglob("*.parquet")):
        folders.add(path.parent)
        for column in pq.read_schema(path):
            kinds = {pa.int32(): "int", pa.int64(): "bigint", pa.string(): "string"}
            columns[column.name] = kinds.get(column.type, "timestamp")
    if not columns:
        raise Failure(66, f"{lake}: no lake")
    keys = [part.partition("=")[0] for part in sorted(folders)[0].relative_to(lake).parts]
    return columns, sorted(folders), keys


def table(a):
    lake = Path(a.lake)
    columns, folders, keys = schema(lake)
    location = (a.location or lake.resolve().as_uri()).rstrip("/") + "/"
    name = a.name or "flow_logs"
    if a.form == "ddl":
        body = ",\n".join(f"  `{n}` {t}" for n, t in columns.items())
        by = ", ".join(f"`{key}` string" for key in keys)
        print(f"CREATE EXTERNAL TABLE IF NOT EXISTS `{name}` (\n{body}\n)" + (f"\nPARTITIONED BY ({by})" if by else ""))
        print(f"STORED AS PARQUET\nLOCATION '{location}'")
        if a.projection:
            ranges = {}
            for key in keys:
                values = sorted(dict(p.split("=") for p in f.relative_to(lake).parts)[key] for f in folders)
                values = [v for v in values if v.isdigit()]
                ranges[f"projection.{key}.type"] = "integer"
                ranges[f"projection.{key}.range"] = f"{int(values[0])},{int(values[-1])}"
                ranges[f"projection.{key}.digits"] = str(len(values[0]))
            ranges["projection.enabled"] = "true"
            ranges["storage.location.template"] = location + "/".join(f"{key}=${{{key}}}" for key in keys)
            print("TBLPROPERTIES (" + ", ".join(f"'{k}'='{v}'" for k, v in ranges.items()) + ")")
        return
    def storage(where):
        return {"Columns": [{"Name": n, "Type": t} for n, t in columns.items()], "Location": where, "Compressed": False,
                "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat", "BucketColumns": [],
                "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat", "Parameters": {},
                "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"}}
    inputs = [{"Values": [unquote(part.partition("=")[2]) for part in f.relative_to(lake).parts],
               "StorageDescriptor": storage(location + str(f.relative_to(lake)) + "/")} for f in folders]
    entry = {"Name": name, "TableType": "EXTERNAL_TABLE", "Parameters": {"classification": "parquet"},
             "PartitionKeys": [{"Name": k, "Type": "string"} for k in keys], "StorageDescriptor": storage(location)}
    lists = [inputs[first : first + 100] for first in range(0, len(inputs), 100)] if keys else []
    print(json.dumps({"TableInput": entry, "PartitionInputLists": lists}))


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Failure(64, message)


def main():
    top = Parser(prog="flowconv")
    commands = top.add_subparsers(required=True, parser_class=Parser)
    c = commands.add_parser("convert")
    c.add_argument("inputs", nargs="+")
    c.add_argument("--output", required=True)
    c.add_argument("--log-format")
    c.add_argument("--partition-by", default="day")
    c.add_argument("--threads", type=int, default=1)
    c.add_argument("--memory", default="384MiB")
    c.add_argument("--max-rejects", default="1%")
    c.add_argument("--compression", default="zstd", choices=["zstd", "gzip", "uncompressed"])
    c.add_argument("--summary", choices=["json"])
    c.set_defaults(do=convert)
    g = commands.add_parser("generate")
    g.add_argument("--lines", type=int, required=True)
    g.add_argument("--seed", type=int, required=True)
    g.add_argument("--format", default="default")
    g.add_argument("--start", type=int, default=1_704_067_200)
    g.add_argument("--duration", type=int, default=86_400)
    g.set_defaults(do=generate)
    t = commands.add_parser("table")
    t.add_argument("form", choices=["ddl", "glue"])
    t.add_argument("lake")
    t.add_argument("--location")
    t.add_argument("--name")
    t.add_argument("--projection", action="store_true")
    t.set_defaults(do=table)
    try:
        a = top.parse_args()
        a.do(a)
    except Failure as problem:
        print(f"flowconv: error: {problem}", file=sys.stderr)
        return problem.status
    return 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
