"""Seeded flow logs, made column by column: the values AWS documents, the edges of every type, and every mess we know.

`regular_sets()` holds over 200,000 records in seven formats; `irregular_sets()` small ones that are untidy on purpose.
The same seed gives the same bytes. `python log_generator.py FOLDER` writes all of them, to be looked at.
"""

from __future__ import annotations

import calendar
import gzip
import random
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import reference_parser as ref

ALPHABETICAL = tuple(
    sorted(
        "account-id action bytes dstaddr dstport end flow-direction instance-id interface-id log-status packets "
        "pkt-dstaddr pkt-srcaddr protocol region srcaddr srcport start subnet-id tcp-flags type version vpc-id".split()
    )
)
UNKNOWN_NAMES = ref.DEFAULT + tuple(ref.VERSION_3) + ("future-field", "x_vendor", "future-count-64")

# Days that calendars get wrong: year ends, both leap days of a century rule, the 32-bit edge, the last four-digit year.
MOMENTS = [
    calendar.timegm(moment)
    for moment in (
        (2023, 12, 31, 23, 0, 0),
        (2024, 2, 28, 23, 30, 0),
        (2024, 12, 31, 22, 0, 0),
        (2000, 2, 29, 1, 0, 0),
        (2038, 1, 19, 3, 0, 0),
        (2100, 2, 28, 23, 30, 0),
    )
]
EDGE_MOMENTS = [0, 86_399, 86_400, -1, 1_704_067_199, 1_704_067_200, 253_402_300_799]

INT32_EDGES = ["0", "65535", "2147483647", "-2147483648", "-1", "-0", "007", "443", "1", "32768", "65536"]
INT64_EDGES = ["0", "9223372036854775807", "-9223372036854775808", "4294967296", "2147483648", "-1", "0000000000012"]
SERVICES = "AMAZON S3 EC2 DYNAMODB CLOUDFRONT ROUTE53_HEALTHCHECKS NOT_YET_INVENTED -".split()
TAGS = ["web", "caf%C3%A9", "%F0%9F%98%80", "a%20b%2Fc", "%25", "--", "-x", "#1", "naïve-名前-😀", '"quoted"', "x" * 300]
ENUMS = {
    "action": ["ACCEPT", "ACCEPT", "REJECT"],
    "log-status": ["OK"],
    "type": ["IPv4", "IPv4", "IPv6", "EFA"],
    "flow-direction": ["ingress", "egress"],
    "sublocation-type": ["wavelength", "outpost", "localzone", "-", "-"],
    "region": ["us-east-1", "ap-southeast-2", "eu-central-1"],
    "reject-reason": ["BPA", "EC", "-", "-"],
    "resource-type": ["TransitGateway", "TransitGatewayAttachment"],
    "interface-type": ["nat_gateway", "network_load_balancer", "transit_gateway", "-"],
    "pkt-src-aws-service": SERVICES,
    "pkt-dst-aws-service": SERVICES,
    "protocol": ["6", "6", "17", "1", "58", "255"],
    "tcp-flags": ["0", "2", "3", "18", "19"],
    "traffic-path": ["1", "7", "8", "-"],
    "encryption-status": ["0", "1", "2", "3", "-"],
    "account-id": ["123456789012", "000000000000", "999999999999", "unknown"],
}


@dataclass(frozen=True)
class LogSet:
    """One object: its text, how to name its format to the tool, and its bytes as stored."""

    name: str
    text: bytes
    log_format: tuple[str, ...] | None = None
    stored: bytes | None = None  # gzip that is special in itself; plain gzip of the text otherwise

    @property
    def gz(self) -> bytes:
        return self.stored or gzip.compress(self.text, 1, mtime=0)


def _hex(rng: random.Random, digits: int) -> str:
    return f"{rng.getrandbits(4 * digits):0{digits}x}"


def _addresses(rng: random.Random, count: int) -> list[str]:
    v4 = [".".join(str(rng.randrange(256)) for _ in range(4)) for _ in range(count)]
    v6 = [":".join(f"{rng.randrange(65536):x}" for _ in range(8)) for _ in range(count // 4)]
    return v4 + v6 + ["0.0.0.0", "255.255.255.255", "::", "::1", "2a02:cf40::", "::ffff:192.0.2.1"]


def _integers(rng: random.Random, count: int, bits: int, edges: list[str]) -> list[str]:
    """Widths are uniform, so that small and huge values both occur; a tenth are edges."""
    values = [str(rng.getrandbits(rng.randrange(1, bits))) for _ in range(count)]
    for position in rng.sample(range(count), count // 10):
        values[position] = rng.choice(edges)
    return values


def _strings(rng: random.Random, name: str, count: int) -> list[str]:
    if name in ENUMS:
        return rng.choices(ENUMS[name], k=count)
    if name.endswith("addr"):
        return rng.choices(_addresses(rng, 400), k=count)
    if name.endswith("-tag") or name.endswith("-tag-2") or name.startswith(("future", "x_")):
        return rng.choices(TAGS + ["-"], k=count)
    if name == "ecs-task-arn":  # a new long value in every row: dictionaries must give up
        return [f"arn:aws:ecs:us-east-1:123456789012:task/a-cluster/{_hex(rng, 32)}" for _ in range(count)]
    if name.endswith("-arn"):
        tails = [rng.randrange(40) for _ in range(30)] + [600, 1200]
        arns = [f"arn:aws:ecs:us-east-1:123456789012:cluster/{_hex(rng, 8)}/" + "n" * tail for tail in tails]
        return rng.choices(arns, k=count)
    prefix = "".join(word[0] for word in name.split("-"))
    return rng.choices([f"{prefix}-{_hex(rng, 17)}" for _ in range(60)] + ["-"], k=count)


def _starts(rng: random.Random, count: int) -> list[int]:
    starts = [rng.choice(MOMENTS) + rng.randrange(5400) for _ in range(count)]
    for position in rng.sample(range(count), count // 100):
        starts[position] = rng.choice(EDGE_MOMENTS)
    return starts


def records(fields: tuple[str, ...], count: int, seed: int, version: str, export: bool = False) -> list[str]:
    """`count` lines of the format. About 6 % are NODATA or SKIPDATA; 1 % of all tokens are `-` besides those."""
    rng = random.Random(seed)
    starts = _starts(rng, count)
    columns: dict[str, list[str]] = {}
    for name in fields:
        if name == "version":
            columns[name] = [version] * count
        elif name == "start":
            columns[name] = [str(at) for at in starts]
        elif name == "end":
            columns[name] = [str(at + rng.randrange(600)) for at in starts]
        elif name in ENUMS:
            columns[name] = _strings(rng, name, count)
        elif name in ref.INT32_FIELDS:
            columns[name] = _integers(rng, count, 16, INT32_EDGES)
        elif name in ref.INT64_FIELDS:
            columns[name] = _integers(rng, count, 48, INT64_EDGES)
        else:
            columns[name] = _strings(rng, name, count)
    for position in rng.sample(range(count), count * 6 // 100):
        for name in fields:
            if name not in ("version", "account-id", "interface-id", "start", "end"):
                columns[name][position] = "-"
        if "log-status" in columns:
            columns["log-status"][position] = rng.choice(["NODATA", "SKIPDATA"])
    for column in columns.values():
        for position in rng.sample(range(1, count), count // 100):  # the first record stays one that proves its format
            column[position] = "-"
    columns_in_order = [columns[name] for name in fields]
    if export:
        stamp = rng.randrange(1000)
        columns_in_order.insert(0, [_stamp(at, (stamp + position) % 1000) for position, at in enumerate(starts)])
    return [" ".join(tokens) for tokens in zip(*columns_in_order)]


def _stamp(at: int, milliseconds: int) -> str:
    (year, month, day), second = ref.civil(at // 86_400), at % 86_400
    clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.{milliseconds:03d}"
    return f"{year:04d}-{month:02d}-{day:02d}T{clock}Z"


def text(lines: list[str], fields: tuple[str, ...] | None = None) -> bytes:
    header = [" ".join(fields)] if fields else []
    return "".join(line + "\n" for line in header + lines).encode()


REGULAR_NAMES = (
    "v2-default v5-29-fields v11-54-fields tgw-36-fields export-default alphabetical-subset v3-unknown-names "
    "export-without-start"
).split()


def regular_sets(scale: float = 1.0) -> list[LogSet]:
    def made(fields, count, seed, version, **options):
        return records(fields, max(300, int(count * scale)), seed, version, **options)

    no_start = tuple(name for name in ref.DEFAULT if name not in ("start", "end"))
    return [
        LogSet("v2-default", text(made(ref.DEFAULT, 60_000, 1, "2"), ref.DEFAULT)),
        LogSet("v5-29-fields", text(made(ref.VPC_V5, 35_000, 2, "5"), ref.VPC_V5)),
        LogSet("v11-54-fields", text(made(ref.VPC_V11, 25_000, 3, "11"), ref.VPC_V11)),
        LogSet("tgw-36-fields", text(made(ref.TGW, 30_000, 4, "6"), ref.TGW)),
        LogSet("export-default", text(made(ref.DEFAULT, 40_000, 5, "2", export=True))),
        LogSet("alphabetical-subset", text(made(ALPHABETICAL, 25_000, 6, "5"), ALPHABETICAL)),
        LogSet("v3-unknown-names", text(made(UNKNOWN_NAMES, 20_000, 7, "3"), UNKNOWN_NAMES)),
        LogSet("export-without-start", text(made(no_start, 3_000, 8, "2", export=True)), no_start),
    ]


def _members(data: bytes, sizes: list[int]) -> bytes:
    """One gzip member per size (the last takes the rest), cut wherever that falls, an empty member in between."""
    parts, offset = [], 0
    for size in sizes:
        parts.append(data[offset : offset + size])
        offset += size
    parts += [b"", data[offset:]]
    return b"".join(gzip.compress(part, 6, mtime=0) for part in parts)


def gzip_with_every_header_field(data: bytes) -> bytes:
    """FEXTRA, FNAME, FCOMMENT and FHCRC, as RFC 1952 allows and few writers do."""
    head = b"\x1f\x8b\x08\x1e\0\0\0\0\0\x03" + b"\x04\0ab\0\0" + b"a name\0" + b"a comment\0"
    head += (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little")
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = deflate.compress(data) + deflate.flush()
    return head + body + zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")


def bad_lines(good: str) -> list[str]:
    """One line for every way in which a default-format record (split on spaces) can be rejected."""
    tokens = good.split()

    def with_token(position: int, token: str) -> str:
        return " ".join(tokens[:position] + [token] + tokens[position + 1 :])

    return [
        "bogus line",
        "one-token",
        " ".join(tokens[:-1]),
        " ".join(tokens + ["extra"]),
        " ".join(tokens + tokens),
        with_token(0, "two"),
        with_token(5, "2147483648"),
        with_token(5, "-2147483649"),
        with_token(6, "+443"),
        with_token(6, "0x1bb"),
        with_token(7, "6.0"),
        with_token(7, "--"),
        with_token(8, "9223372036854775808"),
        with_token(8, "99999999999999999999999999"),
        with_token(9, "-9223372036854775809"),
        with_token(9, "1e3"),
        with_token(10, "2024-01-01T00:00:00Z"),
        with_token(10, "1418530010,"),
        with_token(11, "5-"),
        with_token(11, "٣"),
        with_token(11, "14185\t30070"),
        '{"messageType": "DATA_MESSAGE", "raw": "\\n"}',
    ]


def with_bad_lines(lines: list[str], good: str, every: int) -> list[str]:
    mixed, position = list(lines), every
    for bad in bad_lines(good):
        mixed.insert(position, bad)
        position += every + 1
    return mixed


def irregular_sets() -> list[LogSet]:
    header = " ".join(ref.DEFAULT)
    plain = records(ref.DEFAULT, 2_500, 20, "2")
    export = records(ref.DEFAULT, 2_500, 21, "2", export=True)
    rng = random.Random(22)

    def spaced(line: str) -> str:
        inner = "".join(" " * rng.choice((1, 1, 2, 5)) if c == " " else c for c in line)
        return " " * rng.choice((0, 0, 1, 3)) + inner + " " * rng.choice((0, 0, 1, 3))

    def blanks(lines: list[str], every: int) -> list[str]:
        out = []
        for position, line in enumerate(lines):
            out += [rng.choice(("", "", "   "))] * (position % every == 0) + [line]
        return out + ["", ""]

    changing = [header, *plain[:700], " ".join(ALPHABETICAL), *records(ALPHABETICAL, 600, 23, "5"), header, header]
    changing += [*plain[700:900], " ".join(ref.TGW), *records(ref.TGW, 400, 24, "6"), " ".join(ref.VPC_V11)]
    changing += [*records(ref.VPC_V11, 300, 25, "11"), header, *plain[900:1000], "srcaddr start", "::1 0", "- -"]
    repeated = [header, *plain[:800], header, *plain[800:1600], header, header, *plain[1600:], header]
    bad_exports = with_bad_lines([line.split(" ", 1)[1] for line in export[:800]], plain[0], 20)
    stamped = [f"2024-06-01T00:00:0{position % 10}.007Z {line}" for position, line in enumerate(bad_exports)]
    record = plain[0]
    stamped += [f"2024-02-30T00:00:00.000Z {record}", f"2024-01-01T25:00:00.000Z {record}", f"yesterday {record}"]
    everything = blanks(with_bad_lines([spaced(line) for line in changing], plain[0], 40), 9)
    body = text(plain, ref.DEFAULT)
    crlf = "".join(line + "\r\n" for line in [header, *plain]).encode()
    mixed_ends = "".join(line + rng.choice(("\n", "\r\n", " \r\n")) for line in [header, *plain]).encode()
    nodata = "2 unknown eni-1 - - - - - - - 1431280876 1431280934 - NODATA"
    few = text(plain[:300])
    long_line = " ".join(["2", "x" * (1 << 20), *record.split()[2:]])
    return [
        LogSet("crlf", crlf),
        LogSet("mixed-line-ends", mixed_ends),
        LogSet("runs-of-spaces", text([spaced(line) for line in [header, *plain]])),
        LogSet("no-last-newline", body[:-1]),
        LogSet("no-last-newline-crlf", crlf[:-2]),
        LogSet("blank-lines", text(blanks([header, *plain], 7))),
        LogSet("header-repeated", text(repeated)),
        LogSet("format-changes", text(changing)),
        LogSet("rejected-lines", text(with_bad_lines(plain, plain[0], 60), ref.DEFAULT)),
        LogSet("rejected-lines-crlf", text(with_bad_lines(plain, plain[0], 60), ref.DEFAULT).replace(b"\n", b"\r\n")),
        LogSet("rejected-export-lines", text(export[:1] + stamped)),
        LogSet("rejected-over-1-mib", text([*plain[:50], long_line, *plain[50:90]], ref.DEFAULT)),
        LogSet("headerless-default", text(plain)),
        LogSet("headerless-nodata-first", text([nodata, *plain])),
        LogSet("headerless-custom", text(records(ALPHABETICAL, 900, 26, "5")), ALPHABETICAL),
        LogSet("format-given-but-header-wins", text(plain, ref.DEFAULT), ALPHABETICAL),
        LogSet("long-leading-zeros", text(["0" * 80 + "443 -" + "0" * 40 + "7 60"], ("srcport", "bytes", "start"))),
        LogSet("one-field", text(["10.0.0.1", "-", "::1"], ("srcaddr",))),
        LogSet("unknown-name-first", text(["x 10.0.0.1 443 0"], ("aaa-new", "srcaddr", "srcport", "start"))),
        LogSet("everything-at-once", text(everything)),
        LogSet("gzip-many-members", body, stored=_members(body, [1, 10, 61, 1000, 1, 65536])),
        LogSet("gzip-member-per-line", few, stored=_members(few, [len(line) + 1 for line in plain[:299]])),
        LogSet("gzip-header-fields", body, stored=gzip_with_every_header_field(body)),
        LogSet("gzip-stored-blocks", body, stored=gzip.compress(body, 0, mtime=0)),
    ]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for log in regular_sets() + irregular_sets():
        (folder / f"{log.name}.log.gz").write_bytes(log.gz)
