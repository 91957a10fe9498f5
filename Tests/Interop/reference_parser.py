"""An independent, deliberately plain parser of flow-log text.

It is written from AWS's record documentation and the command-line contract only, shares nothing with the tool, and
prefers being obviously right to being fast. Everything in this folder is judged against it.

Rules, in the order in which they are applied to a line (`\n` ends a line, the last one may lack it):

1. one `\r` before the end is dropped; tokens are what spaces (0x20 only) separate, runs of them count once;
2. no token at all: the line is blank;
3. most of the tokens are names of documented fields: the line is a header and decides the format from here on;
4. no format yet: the caller's, else the default format if the line proves it, else the object is undecidable.
   A CloudWatch Logs export prefix on that first record says that the whole object is an export;
5. over 1 MiB, a wrong token count, or a token that is not of its column's type: the line is rejected;
6. otherwise it is a row; a token `-` is NULL in every column.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

# The documentation's order. Version 2 is the default format; version 6 belongs to Transit Gateway flow logs.
VERSION_2 = (
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"
).split()
VERSION_3 = "vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr".split()
VERSION_4 = "region az-id sublocation-type sublocation-id".split()
VERSION_5 = "pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path".split()
VERSION_7 = (
    "ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id "
    "ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id"
).split()
VERSION_8_TO_10 = "reject-reason resource-id encryption-status".split()
VERSION_11 = (
    "instance-tag instance-tag-2 interface-tag interface-tag-2 asg-tag asg-tag-2 interface-type "
    "next-hop-interface-id next-hop-subnet-id next-hop-az-id next-hop-vpc-id next-hop-interface-type"
).split()
TRANSIT_GATEWAY = (
    "version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id "
    "tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id "
    "tgw-dst-az-id tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end log-status "
    "type packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags "
    "region flow-direction pkt-src-aws-service pkt-dst-aws-service"
).split()

DEFAULT = tuple(VERSION_2)
VPC_V5 = tuple(VERSION_2 + VERSION_3 + VERSION_4 + VERSION_5)
VPC_V11 = VPC_V5 + tuple(VERSION_7 + VERSION_8_TO_10 + VERSION_11)
TGW = tuple(TRANSIT_GATEWAY)
KNOWN = frozenset(VPC_V11) | frozenset(TGW)

INT32_FIELDS = frozenset("version srcport dstport protocol tcp-flags traffic-path encryption-status".split())
INT64_FIELDS = frozenset(
    "packets bytes start end packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded "
    "packets-lost-ttl-expired".split()
)

MAX_LINE = 1 << 20
NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__"

_INTEGER = re.compile(rb"-?[0-9]+\Z")
_EVENT_TIME = re.compile(rb"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})\.(\d{3})Z\Z")


class Undecidable(Exception):
    """The object has no header, no format was given, and its first record is not a default-format record."""


class BadValue(Exception):
    """A token is not a value of its column's type."""


@dataclass(frozen=True)
class Format:
    """The record format of a run of lines: field names as AWS writes them, and whether an export prefix precedes."""

    fields: tuple[str, ...]
    event_time: bool = False

    @cached_property
    def columns(self) -> tuple[str, ...]:
        names = tuple(name.replace("-", "_") for name in self.fields)
        return ("event_time", *names) if self.event_time else names

    @cached_property
    def types(self) -> tuple[str, ...]:
        kinds = tuple(type_of(name) for name in self.fields)
        return ("timestamp", *kinds) if self.event_time else kinds


@dataclass(frozen=True)
class Reject:
    line: int  # 1-based
    offset: int  # of the line's first byte in the inflated stream
    raw: bytes  # without the line's end
    why: str  # for people; the tool words its own reasons


@dataclass
class Parsed:
    rows: dict[Format, list[tuple]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    total: int = 0
    headers: int = 0
    blank: int = 0
    tables: dict = field(default_factory=dict)  # what compare.py has made of the rows already

    @property
    def row_count(self) -> int:
        return sum(len(rows) for rows in self.rows.values())

    def statuses(self) -> Counter:
        counts: Counter = Counter()
        for form, rows in self.rows.items():
            if "log_status" in form.columns:
                position = form.columns.index("log_status")
                counts.update(row[position] for row in rows)
        return counts

    def unknown_fields(self) -> set[str]:
        return {name for form in self.rows for name in form.fields if name not in KNOWN}


def type_of(name: str) -> str:
    return "int32" if name in INT32_FIELDS else "int64" if name in INT64_FIELDS else "string"


def integer(token: bytes, bits: int) -> int:
    if not _INTEGER.match(token):
        raise BadValue(f"{token!r} is not an integer")
    value = int(token)
    if not -(1 << (bits - 1)) <= value < (1 << (bits - 1)):
        raise BadValue(f"{token!r} does not fit {bits} bits")
    return value


def milliseconds(token: bytes) -> int:
    """An export prefix as milliseconds since the epoch, by calendar arithmetic rather than a date library."""
    match = _EVENT_TIME.match(token)
    if not match:
        raise BadValue(f"{token!r} is not an export time")
    year, month, day, hour, minute, second, milli = (int(part) for part in match.groups())
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise BadValue(f"{token!r} is no date")
    if hour > 23 or minute > 59 or second > 59:
        raise BadValue(f"{token!r} is no time of day")
    return calendar.timegm((year, month, day, hour, minute, second)) * 1000 + milli


def value(token: bytes, kind: str):
    if token == b"-":
        return None
    if kind == "string":
        try:
            return token.decode("utf-8")
        except UnicodeDecodeError:
            raise BadValue(f"{token!r} is not UTF-8") from None
    if kind == "timestamp":
        return milliseconds(token)
    return integer(token, 32 if kind == "int32" else 64)


def is_header(tokens: list[bytes]) -> bool:
    known = sum(1 for token in tokens if token.decode("latin-1") in KNOWN)
    return known * 2 > len(tokens)


def row(tokens: list[bytes], form: Format) -> tuple:
    kinds = form.types
    if len(tokens) != len(kinds):
        raise BadValue(f"{len(tokens)} tokens instead of {len(kinds)}")
    return tuple(map(value, tokens, kinds))


def proves_default(tokens: list[bytes]) -> bool:
    """Whether the tokens can only be a default-format record: types, and the closed value lists of its last fields."""
    try:
        record = row(tokens, Format(DEFAULT))
    except BadValue:
        return False
    return record[12] in ("ACCEPT", "REJECT", None) and record[13] in ("OK", "NODATA", "SKIPDATA")


def decide(tokens: list[bytes], given: tuple[str, ...] | None) -> Format:
    exported = bool(_EVENT_TIME.match(tokens[0]))
    record = tokens[1:] if exported else tokens
    if given is not None:
        return Format(tuple(given), exported)
    if proves_default(record):
        return Format(DEFAULT, exported)
    raise Undecidable(b" ".join(tokens[:4]).decode("utf-8", "replace"))


def lines(data: bytes):
    """(1-based number, byte offset, bytes without `\n` and one `\r` before it) of each line."""
    number, offset = 0, 0
    while offset < len(data):
        end = data.find(b"\n", offset)
        stop = len(data) if end < 0 else end
        number += 1
        text = data[offset:stop]
        yield number, offset, text[:-1] if text.endswith(b"\r") else text
        offset = stop + 1


def parse(data: bytes, log_format: tuple[str, ...] | None = None) -> Parsed:
    result = Parsed()
    form: Format | None = None
    for number, offset, text in lines(data):
        result.total += 1
        tokens = [token for token in text.split(b" ") if token]
        if not tokens:
            result.blank += 1
        elif len(text) <= MAX_LINE and is_header(tokens):
            result.headers += 1
            form = Format(tuple(token.decode("utf-8") for token in tokens))
        else:
            if form is None:
                form = decide(tokens, log_format)
            try:
                if len(text) > MAX_LINE:
                    raise BadValue("over 1 MiB")
                record = row(tokens, form)
            except BadValue as problem:
                result.rejects.append(Reject(number, offset, text, str(problem)))
            else:
                result.rows.setdefault(form, []).append(record)
    return result


def seconds(form: Format, record: tuple) -> int | None:
    """The time by which a row is partitioned: `start`; the export's time only where the format has no `start`."""
    columns = form.columns
    if "start" in columns:
        return record[columns.index("start")]
    if form.event_time:
        return None if record[0] is None else record[0] // 1000
    return None


def civil(days: int) -> tuple[int, int, int]:
    """Year, month, day of a day number since 1970-01-01 (proleptic Gregorian, any year)."""
    days += 719_468
    era, of_era = divmod(days, 146_097)
    year_of_era = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year_of_era + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


@lru_cache(maxsize=200_000)
def partition(at: int | None, by: str = "day") -> tuple[tuple[str, str], ...]:
    """The Hive partition (key, value) pairs of a time in seconds, UTC."""
    keys = {"none": (), "month": ("year", "month"), "day": ("year", "month", "day")}
    names = keys.get(by, ("year", "month", "day", "hour"))
    if at is None:
        return tuple((name, NULL_PARTITION) for name in names)
    year, month, day = civil(at // 86_400)
    values = {"year": f"{year:04d}", "month": f"{month:02d}", "day": f"{day:02d}", "hour": f"{at // 3600 % 24:02d}"}
    return tuple((name, values[name]) for name in names)
