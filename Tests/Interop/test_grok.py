"""Grok: our engine against the `regex` module, the guide's pattern, hostile lines, and conversion by pattern."""

from __future__ import annotations

import json
import random
import subprocess

import pyarrow.parquet
import pytest
from conftest import BINARY, DATA, NO_INPUT, OK, USAGE
from grok_reference import PATTERNS, Engine, PatternMaker, Sampler

LINES_A_PATTERN = 50
GUIDE = (
    "%{NUMBER:version:int} %{NUMBER:account_id} %{NOTSPACE:interface_id} %{IP:srcaddr} %{IP:dstaddr} "
    "%{NUMBER:srcport:int} %{NUMBER:dstport:int} %{NUMBER:protocol:int} %{NUMBER:packets:int} %{NUMBER:bytes:int} "
    "%{NUMBER:start_time:long} %{NUMBER:end_time:long} %{WORD:action} %{WORD:log_status}"
)
RECORD = "2 123456789012 eni-0a 10.0.0.1 10.0.0.2 443 49152 6 10 840 1748322753 1748322810 ACCEPT OK"
NODATA = "2 123456789012 eni-0a - - - - - - - 1748322753 1748322810 - NODATA"
SKIPDATA = "2 123456789012 eni-0a - - - - - - - 1748322753 1748322810 - SKIPDATA"
UNKNOWN = "2 unknown eni-0a - - - - - - - 1748322753 1748322810 - NODATA"
STAMP = "2025-05-27T05:12:33.000Z "
FIELDS = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"


def run(*arguments: str, stdin: str | bytes = "") -> subprocess.CompletedProcess:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    return subprocess.run([BINARY, *arguments], input=data, capture_output=True, timeout=600)


def explain(pattern: str, lines: list[str], *options: str) -> list[dict]:
    done = run("grok", "explain", "--json", "--pattern", pattern, *options, "-", stdin="\n".join(lines) + "\n")
    assert done.returncode == OK, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def spans(explanation: dict) -> dict | None:
    if not explanation["match"]:
        return None
    return {
        field["name"]: None if field["start"] is None else (field["start"], field["end"])
        for field in explanation["fields"]
    }


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """Texts of every pattern, as they are, damaged, and within other text; each stands on a line of its own."""
    rng = random.Random(20_250_527)
    sampler = Sampler(rng)
    found = []
    for name in sorted(PATTERNS):
        for number in range(LINES_A_PATTERN):
            text = sampler.mutate(sampler.sample("%{" + name + "}")) if number % 3 else sampler.sample("%{" + name + "}")
            if number % 5 == 4:
                text = rng.choice(("x", " ", "é", "a=")) + text + rng.choice((" y", "7", '"', "."))
            # Line ends are not part of a line, and blank lines are passed over.
            text = "".join(letter for letter in text if letter not in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
            if text.strip(" "):
                found.append(text)
    assert len(found) >= 2000
    return found


@pytest.mark.parametrize("name", sorted(PATTERNS))
@pytest.mark.parametrize("form", ["%{{{0}:whole}}", "%{{DATA:before}}%{{{0}:found}}%{{GREEDYDATA:behind}}"])
def test_agrees_with_regex(name: str, form: str, lines: list[str]):
    """As a whole line, and as the first place in a line: match or none, and the spans of all fields."""
    pattern = form.format(name)
    engine = Engine(pattern)
    explained = explain(pattern, lines)
    assert len(explained) == len(lines)
    matched = 0
    for line, found in zip(lines, explained):
        assert spans(found) == engine.spans(line), (name, line)
        matched += found["match"]
    assert matched > 0
    # As a whole line every pattern refuses some, but for those that take all there is.
    assert matched < len(lines) or name in ("DATA", "GREEDYDATA") or "before" in form


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<first>a+?)(?<rest>a*)(?:b|ab)?",
        r"(?<first>(?:a|ab)(?:c|bcd)*)(?<rest>.*)",
        r"(?<first>a++)(?<rest>[ab]*)",
        r"(?<first>(?>a|ab)*)(?<rest>[abcd]*)",
        r"(?<first>[^b]*?)(?<rest>(?:(?=ab)a|b|c|d|é)*)",
        r"(?<first>.*)(?<=b)(?<rest>c?d{0,2})",
        r"(?<first>.{2,3}?)(?<!ab|c)(?<rest>.*)",
        r"(?i:(?<first>A+)B)(?<rest>.*)",
        r"(?<first>(?:a?){3}(?:a{3})?)(?<rest>.*)",
        r"\b(?<first>\w+)\b\W*(?<rest>.*)",
        r"(?<first>(?:a|b)*?)(?<rest>(?:b|c)+?d?)",
        r"^(?<first>(?:ab?){1,3})(?<rest>.*)$",
        r"(?<first>(?!ab)(?:a|c|d|é)(?:[^\Wd]|é)*)(?<rest>.*)",
    ],
)
def test_constructs_agree_with_regex(pattern: str):
    rng = random.Random(7)
    lines = ["".join(rng.choices("aabbcdé ", k=rng.randint(1, 9))) for _ in range(400)]
    lines = [line for line in lines if line.strip()]
    engine = Engine(pattern.replace("(?<first", "(?P<first").replace("(?<rest", "(?P<rest"))
    for line, found in zip(lines, explain(pattern, lines), strict=True):
        assert spans(found) == engine.spans(line), line


@pytest.mark.parametrize("seed", range(100))
def test_random_patterns_agree_with_regex(seed: int):
    rng = random.Random(seed)
    pattern = PatternMaker(rng).pattern()
    lines = ["".join(rng.choices("aaabbcé ", k=rng.randint(1, 10))) for _ in range(60)]
    lines = [line for line in lines if line.strip()]
    engine = Engine(pattern.replace("(?<first", "(?P<first").replace("(?<second", "(?P<second"))
    for line, found in zip(lines, explain(f"(?:{pattern})(?<end>)", lines), strict=True):
        spans_found = spans(found)
        if spans_found is not None:
            del spans_found["end"]
        assert spans_found == engine.spans(line), (pattern, line)


def test_caret_stands_below_the_byte():
    done = run("grok", "explain", "--pattern", GUIDE, "-", stdin=f"{RECORD}\n{NODATA}\n")
    matched, missed = done.stdout.decode().split("-:2: ")
    assert "srcaddr" in matched and "10.0.0.1" in matched
    headline, line, caret = missed.splitlines()
    assert headline == "no match at byte 22: expected %{IP:srcaddr}" or "%{IP:srcaddr}" in headline
    assert line.strip() == NODATA
    assert line[caret.index("^") :].startswith("- - -")


def test_check_of_the_guides_pattern(tmp_path):
    file = tmp_path / "flow.log"
    file.write_text("\n".join([FIELDS, RECORD, NODATA, SKIPDATA, UNKNOWN, STAMP + RECORD, STAMP + NODATA, ""]))
    done = run("grok", "check", "--pattern", GUIDE, str(file))
    text = done.stdout.decode()
    assert done.returncode == 1
    assert "1 of 7 lines match" in text
    assert "rejects every NODATA line (2 of 2): line 3, byte 22: expected %{IP:srcaddr}, found '-'" in text
    assert "rejects every SKIPDATA line (1 of 1)" in text
    assert "rejects every exported line with a timestamp (2 of 2)" in text
    assert "types bytes as a 32-bit int" in text
    assert "types packets as a 32-bit int" in text
    assert "types start_time" not in text


def test_check_says_so_of_kinds_that_the_file_lacks():
    text = run("grok", "check", "--pattern", GUIDE, "-", stdin=RECORD + "\n").stdout.decode()
    for phrase in ("NODATA line", "SKIPDATA line", "exported line with a timestamp", "line of an unknown account"):
        assert f"would reject every {phrase}" in text


def test_check_finds_casts_that_overflow():
    pattern = "%{NOTSPACE:name} %{NUMBER:bytes:int} %{NOTSPACE:small:byte} %{NOTSPACE:flag:boolean} %{NOTSPACE:rate:float}"
    lines = "a 5000000000 127 TRUE 1.5\nb 7 128 maybe -\nc -2147483648 -128 false 1e3\n"
    done = run("grok", "check", "--pattern", pattern, "-", stdin=lines)
    rows = {row.split()[0]: row.split()[1:] for row in done.stdout.decode().splitlines() if row.startswith("  ")}
    assert rows["bytes"] == ["int", "2", "0", "1", "0"]
    assert rows["small"] == ["tinyint", "2", "0", "1", "0"]
    assert rows["flag"] == ["boolean", "2", "0", "0", "1"]
    assert rows["rate"] == ["float", "2", "1", "0", "0"]
    assert done.returncode == 1


@pytest.mark.parametrize("export", [False, True])
def test_generated_pattern_matches_every_record(export: bool, tmp_path):
    prefix = STAMP if export else ""
    done = run("grok", "generate", *(["--cloudwatch-export"] if export else []))
    pattern = done.stdout.decode().strip()
    assert len(pattern) <= 2048
    engine = Engine(pattern)
    records = [prefix + line for line in (RECORD, NODATA, SKIPDATA, UNKNOWN)]
    for record, found in zip(records, explain(pattern, records), strict=True):
        assert engine.spans(record) is not None and found["match"]
    assert not explain(pattern, [FIELDS])[0]["match"]
    checked = run("grok", "check", "--pattern", pattern, "-", stdin="\n".join(records) + "\n")
    assert checked.returncode == OK and b"problem" not in checked.stdout


def test_generate_from_a_header_line(tmp_path):
    import gzip

    file = tmp_path / "any.gz"
    file.write_bytes(gzip.compress(b"srcaddr bytes my-tag start\n10.0.0.1 5 x 1748322753\n"))
    done = run("grok", "generate", "--from-header", str(file))
    assert done.stdout.decode() == "%{NOTSPACE:srcaddr} %{NOTSPACE:bytes:long} %{NOTSPACE:my_tag} %{INT:start:long}\n"
    assert run("grok", "generate", "--from-header", str(file), "--log-format", "${version}").returncode == USAGE
    file.write_text(RECORD + "\n")
    assert run("grok", "generate", "--from-header", str(file)).returncode == DATA
    assert run("grok", "generate", "--from-header", str(tmp_path / "none")).returncode == NO_INPUT


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("%{NUMBR:x}", "did you mean NUMBER?"),
        ("%{INT:x:integer}", "byte, boolean, double, short, int, long or float"),
        ("%{INT:x", "closing brace"),
        ("(%{INT:x}", "closing parenthesis"),
        ("[ab%{INT:x}", "closing bracket"),
        ("%{INT:x:int} %{INT:x:long}", "one type of the field x"),
        (r"%{INT:x} \1", "back-reference"),
        ("(?<=a+)%{INT:x}", "look-behind"),
        ("%{INT}", "at least one field"),
    ],
)
def test_errors_name_the_place(pattern: str, message: str):
    done = run("grok", "explain", "--pattern", pattern, "-", stdin="1\n")
    assert done.returncode == USAGE
    error = done.stderr.decode()
    assert message in error and "offset" in error and error.count("\n") == 1


def test_custom_patterns(tmp_path):
    custom = tmp_path / "patterns"
    custom.write_text("# mine\nDASHINT (?:-|%{NONNEGINT})\n\nWORD [xyz]+\n")
    found = explain("%{DASHINT:a:int} %{WORD:b}", ["- xyz", "7 abc"], "--custom-patterns", str(custom))
    assert [line["match"] for line in found] == [True, False]
    custom.write_text("A %{B}\nB x%{A}\n")
    done = run("grok", "explain", "--pattern", "%{A:a}", "--custom-patterns", str(custom), "-")
    assert done.returncode == USAGE and b"A > B > A" in done.stderr


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ("(?<a>(?:a+)+)b", "a" * 5000),
        ("(?<a>(?:a|a)*)b", "a" * 5000),
        ("(?<a>(?:a*)*)b", "a" * 2000),
        ("(?<a>(?:(?:a+)+)+)(?<b>(?:a+)+)c", "a" * 2000),
        ("(?<a>(?>(?:a|aa)+)+)b", "a" * 2000),
        ("(?<a>(?=(?:a|aa)+b).)*c", "a" * 1000),
        ("%{DATA:a}%{DATA:b}%{DATA:c}%{DATA:d}!", "a" * 3000),
        ("%{QUOTEDSTRING:a}b", '"' + "\\a" * 5000),
        ("%{URI:a} %{URI:b}", "http://" + "a." * 3000),
        ("%{HOSTNAME:a} %{IPORHOST:b}", "a-" * 4000),
        ("%{COMBINEDAPACHELOG:a}", "1.1.1.1 - - [" + '"' * 3000),
        ("%{IPV6:a} x", ":" * 4000),
    ],
)
def test_hostile_lines_end(pattern: str, line: str):
    """An engine without bounds takes years for most of these; the time limit of `run` is minutes."""
    found = explain(pattern, [line, line + "\u00e9"])
    assert not any(each["match"] for each in found)


# Conversion


def convert(tmp_path, pattern: str, text: str | bytes, *options: str):
    file, lake = tmp_path / "in.log", tmp_path / "lake"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    done = run("convert", str(file), "--output", str(lake), "--grok", pattern, "--max-rejects", "100%", "--summary", "json", *options)
    assert done.returncode == OK, done.stderr
    tables = [pyarrow.parquet.read_table(path, partitioning=None) for path in sorted(lake.rglob("*.parquet"))]
    rows = [row for each in tables for row in each.to_pylist()]
    return json.loads(done.stdout), tables[0].schema if tables else None, rows


def test_convert_types(tmp_path):
    pattern = (
        "%{NOTSPACE:Name} %{NOTSPACE:b:byte} %{NOTSPACE:s:short} %{NOTSPACE:i:int} %{NOTSPACE:l:long} "
        "%{NOTSPACE:f:float} %{NOTSPACE:d:double} %{NOTSPACE:t:boolean}"
    )
    text = "é 1 -2 +3 4000000000 1.5 -2.25e3 true\n- - - - - - - -\nx 300 70000 1 1 .5 12345678901234567890 FALSE\n"
    report, schema, rows = convert(tmp_path, pattern, text, "--partition-by", "none")
    assert [str(field.type) for field in schema] == ["string", "int32", "int32", "int32", "int64", "double", "double", "bool"]
    assert schema.names[0] == "name"
    assert [tuple(row.values()) for row in rows] == [
        ("é", 1, -2, 3, 4_000_000_000, 1.5, -2250.0, True),
        (None,) * 8,
        ("x", 300, 70_000, 1, 1, 0.5, 12345678901234567890.0, False),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_convert_rejects_what_does_not_match(tmp_path, ending):
    lines = [FIELDS, RECORD, NODATA, "", RECORD.replace("10.0.0.1", "10.0.0.999"), RECORD, STAMP + RECORD, UNKNOWN, RECORD]
    report, _, rows = convert(tmp_path, GUIDE, ending.join(lines) + ending, "--partition-by", "none")
    counts = report["lines"]
    assert len(rows) == 3 and {row["srcaddr"] for row in rows} == {"10.0.0.1"}
    assert (counts["rows"], counts["headers"], counts["blank"], counts["rejected"]) == (3, 1, 1, 4)


def test_convert_plain_and_general_forms_agree(tmp_path):
    """The same fields once as plain fields and once behind a group that asks for the general matcher."""
    rng = random.Random(3)
    words = ["-", "7", "-7", "+7", "1.5", "007", "-0", "eni-0a", "10.0.0.1", "x\ty", "é", "99999999999", "tcp"]
    text = "".join(" ".join(rng.choices(words, k=rng.choice((3, 3, 3, 3, 2, 4)))) + "\n" for _ in range(4000))
    for index, names in enumerate([("NOTSPACE", "INT", "IP"), ("WORD", "NONNEGINT", "NOTSPACE"), ("DATA", "POSINT", "NUMBER")]):
        plain = "%{{{0}:a}} %{{{1}:b:int}} %{{{2}:c}}".format(*names)
        results = []
        for number, pattern in enumerate([plain, "(?:" + plain + ")"]):
            folder = tmp_path / f"{index}-{number}"
            folder.mkdir()
            report, _, rows = convert(folder, pattern, text, "--partition-by", "none")
            rejects = sorted(path.read_bytes() for path in (folder / "lake").rglob("*") if "rejects" in str(path) and path.is_file())
            results.append((report["lines"], rows, [each.count(b"\n") for each in rejects]))
        assert results[0] == results[1]
        engine = Engine(plain)
        wanted = [line for line in text.splitlines() if engine.spans(line) is not None]
        assert results[0][0]["rows"] <= len(wanted)


def test_convert_any_log(tmp_path):
    text = (
        '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326\n'
        '::1 - - [10/Oct/2000:13:55:37 -0700] "-" 408 -\n'
    )
    report, schema, rows = convert(tmp_path, "%{COMMONAPACHELOG}", text, "--partition-by", "none")
    assert schema.names == [
        "clientip", "ident", "auth", "timestamp", "verb", "request", "httpversion", "rawrequest", "response", "bytes"
    ]
    assert rows[0]["request"] == "/a.gif" and rows[0]["rawrequest"] is None and rows[0]["bytes"] == "2326"
    assert rows[1]["verb"] is None and rows[1]["bytes"] is None


def test_convert_partitions_by_start(tmp_path):
    report, _, rows = convert(tmp_path, "%{INT:start:long} %{WORD:action}", "1748322753 ACCEPT\n1748422753 REJECT\n")
    folders = sorted(str(path.parent.relative_to(tmp_path / "lake")) for path in (tmp_path / "lake").rglob("*.parquet"))
    assert folders == ["year=2025/month=05/day=27", "year=2025/month=05/day=28"]


def test_convert_an_envelope_with_broken_events(tmp_path):
    """What the rewriter rejects and what the pattern rejects are told alike: line and offset of the event in the object."""
    stamp = 1748322753000
    good = {"timestamp": stamp, "message": RECORD}
    lines, wrong = [], []
    for number in range(400):
        event = json.dumps(good)
        if number % 9 == 4:
            event = [
                '{"timestamp": 1, "message" "x"}', '{"timestamp": 1}', '{"timestamp": "x", "message": "a"}',
                json.dumps({"timestamp": stamp, "message": NODATA}), json.dumps({"timestamp": stamp, "message": "no match"}),
            ][number % 5]  # fmt: skip
            wrong.append((number + 1, sum(len(line) + 1 for line in lines)))
        lines.append(event)
    text = "\n".join(lines) + "\n"
    pattern = "%{TIMESTAMP_ISO8601:at} " + GUIDE
    for name, form in (("plain", pattern), ("general", f"(?:{pattern})(?:)")):
        folder = tmp_path / name
        folder.mkdir()
        report, _, rows = convert(folder, form, text, "--partition-by", "none", "--derive", "source_line")
        assert len(rows) == 400 - len(wrong) and report["lines"]["rejected"] == len(wrong)
        assert report["lines"]["total"] == 400
        (path,) = (folder / "lake" / "_flowconv" / "rejects").glob("*.jsonl")
        rejects = [json.loads(line) for line in path.read_text().splitlines()]
        assert [(reject["line"], reject["offset"]) for reject in rejects] == wrong
        assert all(row["at"] == "2025-05-27T05:12:33.000Z" for row in rows)


@pytest.mark.parametrize("form", ["{}", "(?:{})(?:)"])
def test_source_lines_of_a_pattern(form, tmp_path):
    """Rows among rejected lines, header lines and blank ones are numbered as they stand in the file."""
    rng = random.Random(12)
    lines = []
    for number in range(5000):
        kind = rng.choice((0, 0, 0, 0, 0, 0, 0, 1, 2, 3) if 2000 < number < 2600 else (0,) * 400 + (1, 2, 3))
        lines.append([f"{number} {number % 7}", "no match", "", f"{number}  {number}"][kind])
    pattern = form.format("%{INT:n:long} %{INT:m:int}")
    report, _, rows = convert(tmp_path, pattern, "\n".join(lines) + "\n", "--partition-by", "none", "--derive", "source_line")
    assert {row["n"]: row["source_line"] for row in rows} == {
        n: n + 1 for n, line in enumerate(lines) if line == f"{n} {n % 7}"
    }
