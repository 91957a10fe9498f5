"""Every envelope that flow log records arrive in, made from the lines of CloudWatch Logs exports.

`shapes(lines)` gives for each name the object's bytes and the plain text that its records amount to.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class Shape:
    name: str
    envelope: str  # what the tool calls it
    data: bytes
    text: bytes  # one record a line, behind an export's timestamp where the envelope has one
    is_json: bool = False


def milliseconds(stamp: str) -> int:
    moment = datetime.datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=datetime.timezone.utc)
    return (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(milliseconds=1)


def compact(value) -> str:
    return json.dumps(value, separators=(",", ":"))


def envelope(events: list[dict], kind: str = "DATA_MESSAGE", group: str = "/aws/vpc/flowlogs") -> str:
    return compact(
        {
            "messageType": kind,
            "owner": "123456789012",
            "logGroup": group,
            "logStream": "eni-1235b8ca-all",
            "subscriptionFilters": ["to \"firehose\"", "[}"],
            "logEvents": events,
        }
    )


CONTROL = envelope([{"id": "", "timestamp": 1418530010000, "message": "CWL CONTROL MESSAGE: Checking health."}], "CONTROL_MESSAGE")


def shapes(lines: list[str], size: int = 7) -> list[Shape]:
    """`lines` are those of an export: a timestamp of 24 characters, a space, a record."""
    events = [(milliseconds(line[:24]), line[25:]) for line in lines]
    stamped = "".join(line + "\n" for line in lines).encode()
    bare = "".join(message + "\n" for _, message in events).encode()
    logged = [{"id": f"3195310660696698{i:040d}", "timestamp": t, "message": m} for i, (t, m) in enumerate(events)]
    batches = [logged[i : i + size] for i in range(0, len(logged), size)]
    envelopes = [CONTROL] + [envelope(batch) for batch in batches] + [CONTROL]
    answered = [
        {"logStreamName": "eni-1235b8ca-all", "timestamp": t, "message": m, "ingestionTime": t + 90_000, "eventId": "37"}
        for t, m in events
    ]
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for t, m in events:
        writer.writerow([t, m + "\n"])
    detailed = "".join(f"{line[:23]}000+00:00 eni-1235b8ca-all {line[25:]}\n" for line in lines)
    text = "".join(f"EVENTS\t37{i}\t{t + 90_000}\teni-1235b8ca-all\t{m}\t{t}\n" for i, (t, m) in enumerate(events))
    seconds = [line[:19] + ".000Z" + line[24:] for line in lines]
    return [
        Shape("bare-lines", "lines", bare, bare),
        Shape("export", "lines", stamped, stamped),
        Shape("subscription", "subscription", "".join(envelopes).encode(), stamped, True),
        Shape("subscription-members", "subscription", b"".join(gzip.compress(e.encode(), mtime=0) for e in envelopes), stamped, True),
        Shape("subscription-lines", "subscription", "\n".join(envelopes).encode(), stamped, True),
        Shape("filter-log-events", "log-events", json.dumps({"events": answered, "searchedLogStreams": []}, indent=4).encode(), stamped, True),
        Shape("get-log-events", "log-events", compact({"events": [{k: e[k] for k in ("timestamp", "message", "ingestionTime")} for e in answered], "nextForwardToken": "f/1"}).encode(), stamped, True),
        Shape("event-lines", "log-events", "".join(compact(event) + "\n" for event in answered).encode(), stamped, True),
        Shape("firehose-lines", "messages", "".join(compact({"message": m + "\n"}) + "\n" for _, m in events).encode(), bare, True),
        Shape("firehose", "messages", "".join(json.dumps({"message": m}) for _, m in events).encode(), bare, True),
        Shape("csv-export", "csv-export", b"timestamp,message\n" + table.getvalue().encode(), stamped),
        Shape("tail", "tail-detailed", detailed.encode(), stamped),
        Shape("tail-short", "tail-short", "".join(f"{s[:19]} {s[25:]}\n" for s in seconds).encode(), "".join(s + "\n" for s in seconds).encode()),
        Shape("output-text", "text-output", b"b/1\tf/2\n" + text.encode(), stamped),
        Shape("zstd", "lines", pa.compress(stamped, "zstd", asbytes=True), stamped),
    ]


def comma_separated(fields: tuple[str, ...], records: list[str]) -> bytes:
    """Records as Security Lake's samples have them: commas, and the names of columns."""
    rows = [",".join(name.replace("-", "_") for name in fields)]
    rows += [",".join("" if token == "-" and i % 3 == 0 else token for i, token in enumerate(line.split(" "))) for line in records]
    return ("\n".join(rows) + "\n").encode()
