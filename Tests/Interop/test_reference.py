"""The judge is judged first: hand-written expectations for the reference parser. Needs no binary."""

import datetime

import pytest

import reference_parser as ref
from reference_parser import Format, parse

RECORD = b"2 123456789010 eni-1 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK"
VALUES = (2, "123456789010", "eni-1", "172.31.16.139", "172.31.16.21", 20641, 22, 6, 20, 4249, 1418530010, 1418530070)
DEFAULT = Format(ref.DEFAULT)


def test_fields_are_those_of_the_documentation():
    assert len(ref.DEFAULT) == 14 and len(ref.VPC_V5) == 29
    assert len(ref.VPC_V11) == len(set(ref.VPC_V11)) == 54
    assert len(ref.TGW) == len(set(ref.TGW)) == 36
    kinds = [ref.type_of(name) for name in ref.VPC_V11]
    assert [kinds.count(kind) for kind in ("int32", "int64", "string")] == [7, 4, 43]
    assert [ref.type_of(name) for name in ref.TGW].count("int64") == 8


def test_default_record():
    parsed = parse(RECORD + b"\n")
    assert parsed.rows == {DEFAULT: [VALUES + ("ACCEPT", "OK")]}
    assert (parsed.total, parsed.headers, parsed.blank, parsed.rejects) == (1, 0, 0, [])


def test_nodata_is_a_row_of_nulls():
    parsed = parse(b"2 unknown eni-1 - - - - - - - 1431280876 1431280934 - NODATA")
    assert parsed.rows[DEFAULT] == [(2, "unknown", "eni-1") + (None,) * 7 + (1431280876, 1431280934, None, "NODATA")]


def test_header_any_order_unknown_names_and_change_in_mid_stream():
    data = b"srcport new-field start\n1 x 60\n\nstart bytes\r\n120   9 \r\n - -"
    parsed = parse(data)
    assert parsed.rows == {
        Format(("srcport", "new-field", "start")): [(1, "x", 60)],
        Format(("start", "bytes")): [(120, 9), (None, None)],
    }
    assert (parsed.total, parsed.headers, parsed.blank) == (6, 2, 1)
    assert Format(("srcport", "new-field")).columns == ("srcport", "new_field")
    assert parsed.unknown_fields() == {"new-field"}


def test_export_prefix():
    parsed = parse(b"2015-08-12T13:47:43.125Z " + RECORD)
    ((form, rows),) = parsed.rows.items()
    assert form == Format(ref.DEFAULT, True) and form.columns[0] == "event_time"
    moment = datetime.datetime(2015, 8, 12, 13, 47, 43, tzinfo=datetime.timezone.utc)
    assert rows == [(int(moment.timestamp()) * 1000 + 125,) + VALUES + ("ACCEPT", "OK")]


def test_integers():
    assert ref.integer(b"-2147483648", 32) == -(2**31) and ref.integer(b"007", 32) == 7
    assert ref.integer(b"9223372036854775807", 64) == 2**63 - 1
    for token in (b"2147483648", b"-2147483649", b"+5", b"1.5", b"0x10", b"5-", b"--", b"abc", b"\xd9\xa3", b"1\r"):
        with pytest.raises(ref.BadValue):
            ref.integer(token, 32)
    with pytest.raises(ref.BadValue):
        ref.integer(b"9223372036854775808", 64)


def test_rejects_keep_line_offset_and_text():
    data = b"start bytes\n1 2\n\nbogus line here\r\n3 x\n5 6"
    parsed = parse(data)
    assert [(r.line, r.offset, r.raw) for r in parsed.rejects] == [(4, 17, b"bogus line here"), (5, 34, b"3 x")]
    assert data[34:].startswith(b"3 x") and parsed.row_count == 2


def test_undecidable():
    reordered = RECORD.split()
    reordered[3], reordered[7] = reordered[7], reordered[3]
    for data in (RECORD + b" more", b"bogus line", b" ".join(reordered)):
        with pytest.raises(ref.Undecidable):
            parse(data)
    assert len(parse(RECORD + b" more", ref.DEFAULT).rejects) == 1


def test_partitions():
    assert ref.partition(1704067199) == (("year", "2023"), ("month", "12"), ("day", "31"))
    assert ref.partition(1704067200, "hour")[-1] == ("hour", "00")
    assert ref.partition(-1)[0] == ("year", "1969") and ref.partition(None, "month")[1] == ("month", ref.NULL_PARTITION)
    start = datetime.date(1970, 1, 1)
    for day in range(-3000, 60000, 17):
        expected = start + datetime.timedelta(days=day)
        assert ref.civil(day) == (expected.year, expected.month, expected.day)
    plain = Format(("srcaddr", "start"), True)
    assert ref.seconds(plain, (5000, "x", None)) is None and ref.seconds(Format(("srcaddr",), True), (5999, "x")) == 5
