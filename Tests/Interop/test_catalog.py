"""What the catalog is told equals what the files hold: sqlglot reads the DDL, botocore's model checks the Glue JSON."""

import json
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlglot
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
from sqlglot import exp

import log_generator
import reference_parser as ref
from conftest import NO_INPUT, OK, Lake, convert, log_format, run
from test_values import small_sets

# Words that Athena's DDL or SELECT reserves, among the names that a lake can have.
RESERVED = {"start", "end", "date", "timestamp", "time", "user", "interval", "table", "partition"}
HIVE = {pa.int32(): "int", pa.int64(): "bigint", pa.string(): "string", pa.timestamp("ms", "UTC"): "timestamp"}
GLOT = {
    "int": exp.DataType.Type.INT,
    "bigint": exp.DataType.Type.BIGINT,
    "string": exp.DataType.Type.TEXT,
    "timestamp": exp.DataType.Type.TIMESTAMP,
}
NAMES = ["v2-default", "v5-29-fields", "v11-54-fields", "tgw-36-fields", "export-default", "v3-unknown-names"]


def hive_columns(lake: Lake) -> dict[str, str]:
    """Of all files together, in order of first appearance."""
    columns: dict[str, str] = {}
    for path in lake.parquet():
        for column in pq.read_schema(path):
            assert columns.setdefault(column.name, HIVE[column.type]) == HIVE[column.type]
    return columns


def partition_keys(lake: Lake) -> list[str]:
    (keys,) = {tuple(part.partition("=")[0] for part in folder) for folder in lake.folders()}
    return list(keys)


@pytest.fixture(scope="module")
def lakes(tmp_path_factory):
    made = {}
    for name in NAMES:
        log, lake = small_sets()[name], Lake(tmp_path_factory.mktemp("lakes") / "lake")
        convert(lake.path, "-", stdin=log.text, options=log_format(log.log_format))
        made[name] = lake
    return made


def ddl(lake: Lake, *options) -> tuple[str, exp.Create]:
    done = run("table", "ddl", lake.path, *options)
    assert done.status == OK, done.stderr
    text = done.stdout.decode()
    (statement,) = [one for one in sqlglot.parse(text, dialect="athena") if one is not None]
    assert isinstance(statement, exp.Create) and statement.kind == "TABLE"
    assert re.match(r"\s*(--[^\n]*\n\s*)*CREATE EXTERNAL TABLE\b", text, re.IGNORECASE)
    return text, statement


def definitions(schema: exp.Schema) -> list[tuple[str, object, bool]]:
    return [(c.this.this, c.args["kind"].this, c.this.args.get("quoted", False)) for c in schema.expressions]


def properties(statement: exp.Create) -> dict[str, str]:
    found = [one for one in statement.find_all(exp.Property) if type(one) is exp.Property]
    return {one.this.name: one.args["value"].name for one in found}


@pytest.mark.parametrize("name", NAMES)
def test_ddl_is_the_schema_of_the_files(name, lakes):
    text, statement = ddl(lakes[name], "--location", "s3://a-bucket/lake/", "--name", "flows")
    columns = definitions(statement.this)
    assert [(column, kind) for column, kind, _ in columns] == [
        (column, GLOT[kind]) for column, kind in hive_columns(lakes[name]).items()
    ]
    assert statement.this.this.name == "flows"
    assert statement.find(exp.LocationProperty).this.name == "s3://a-bucket/lake/"
    assert "PARQUET" in statement.find(exp.FileFormatProperty).sql().upper()
    keys = definitions(statement.find(exp.PartitionedByProperty).this)
    assert [key for key, _, _ in keys] == partition_keys(lakes[name]) == ["year", "month", "day"]
    for column, _, quoted in columns + keys:
        assert quoted or column not in RESERVED, f"{column} is reserved and needs backticks"


@pytest.mark.parametrize("by", ["none", "month", "hour", "account={account-id}/date=%Y-%m-%d"])
def test_ddl_of_other_layouts(by, tmp_path):
    lake = Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=small_sets()["v2-default"].text, options=["--partition-by", by])
    _, statement = ddl(lake, "--location", "s3://a-bucket/lake/")
    found = statement.find(exp.PartitionedByProperty)
    assert ([key for key, _, _ in definitions(found.this)] if found else []) == partition_keys(lake)
    assert all(quoted or key not in RESERVED for key, _, quoted in (definitions(found.this) if found else []))


def test_location_ends_in_a_slash(lakes):
    """Without it Athena would also read the neighbours whose names begin alike."""
    _, statement = ddl(lakes["v2-default"], "--location", "s3://a-bucket/lake")
    assert statement.find(exp.LocationProperty).this.name == "s3://a-bucket/lake/"


def test_several_formats_make_one_table(tmp_path):
    lake = Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=small_sets()["format-changes"].text)
    wanted = {column: GLOT[kind] for column, kind in hive_columns(lake).items()}
    columns = definitions(ddl(lake, "--location", "s3://b/l/")[1].this)
    assert len(columns) == len(wanted) and {column: kind for column, kind, _ in columns} == wanted


def test_projection(tmp_path):
    """Ranges come from the data: every folder of the lake lies inside them, and the location has every key."""
    lines = [line for line in log_generator.records(ref.DEFAULT, 2_000, 60, "2") if line.split()[10] != "-"]
    lake = Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=log_generator.text(lines, ref.DEFAULT))
    _, statement = ddl(lake, "--location", "s3://a-bucket/lake/", "--projection")
    stated = properties(statement)
    assert stated["projection.enabled"] == "true"
    for position, key in enumerate(partition_keys(lake)):
        values = {folder[position].partition("=")[2] for folder in lake.folders()}
        kind = stated[f"projection.{key}.type"]
        if kind == "integer":
            low, high = map(int, stated[f"projection.{key}.range"].split(","))
            assert low <= min(map(int, values)) and max(map(int, values)) <= high, key
            digits = stated.get(f"projection.{key}.digits")
            assert {len(value) for value in values} == {int(digits)} if digits else all(v[0] != "0" for v in values)
        else:
            assert kind == "enum" and values <= set(stated[f"projection.{key}.values"].split(",")), key
    template = stated.get("storage.location.template")
    if template:
        assert template.startswith("s3://a-bucket/lake/")
        filled = set()
        for folder in lake.folders():
            values = dict(part.split("=") for part in folder)
            filled.add(re.sub(r"\$\{(\w+)\}", lambda match: values[match[1]], template))
        assert {one.rstrip("/") for one in filled} == {"s3://a-bucket/lake/" + "/".join(f) for f in lake.folders()}


def test_without_projection_there_is_none(lakes):
    assert not any(name.startswith("projection.") for name in properties(ddl(lakes["v2-default"])[1]))


def glue(lake: Lake, *options) -> tuple[dict, list[dict]]:
    """`TableInput`, and the partitions of all the lists of at most 100 that BatchCreatePartition takes at once."""
    done = run("table", "glue", lake.path, *options)
    assert done.status == OK, done.stderr
    document = json.loads(done.stdout)
    assert set(document) == {"TableInput", "PartitionInputLists"}
    lists = document["PartitionInputLists"]
    assert all(0 < len(one) <= 100 for one in lists)
    return document["TableInput"], [partition for one in lists for partition in one]


@pytest.fixture(scope="module")
def model():
    return ServiceModel(Loader().load_service_model("glue", "service-2"))


def validated(model: ServiceModel, shape: str, value: dict) -> None:
    problems = ParamValidator().validate(value, model.shape_for(shape))
    assert not problems.has_errors(), problems.generate_report()


@pytest.mark.parametrize("name", NAMES)
def test_glue_is_the_schema_of_the_files(name, lakes, model):
    lake = lakes[name]
    table, partitions = glue(lake, "--location", "s3://a-bucket/lake/", "--name", "flows")
    validated(model, "CreateTableRequest", {"DatabaseName": "logs", "TableInput": table})
    for partition in partitions:
        validated(model, "PartitionInput", partition)
    wanted = list(hive_columns(lake).items())
    storage = table["StorageDescriptor"]
    assert [(column["Name"], column["Type"]) for column in storage["Columns"]] == wanted
    assert [(key["Name"], key["Type"]) for key in table["PartitionKeys"]] == [
        (key, "string") for key in partition_keys(lake)
    ]
    assert table["Name"] == "flows" and table["TableType"] == "EXTERNAL_TABLE"
    assert storage["Location"] == "s3://a-bucket/lake/" and storage["BucketColumns"] == []
    assert "Parameters" in storage and table["Parameters"]["classification"] == "parquet"
    assert storage["InputFormat"].endswith("MapredParquetInputFormat")
    assert storage["OutputFormat"].endswith("MapredParquetOutputFormat")
    assert storage["SerdeInfo"]["SerializationLibrary"].endswith("ParquetHiveSerDe")
    assert {tuple(one["Values"]) for one in partitions} == {
        tuple(part.partition("=")[2] for part in folder) for folder in lake.folders()
    }
    assert len(partitions) == len(lake.folders())
    for one in partitions:
        described = one["StorageDescriptor"]
        folder = "/".join(f"{key}={value}" for key, value in zip(partition_keys(lake), one["Values"]))
        assert described["Location"].rstrip("/") == f"s3://a-bucket/lake/{folder}"
        assert [(column["Name"], column["Type"]) for column in described["Columns"]] == wanted
        for key in ("InputFormat", "OutputFormat", "SerdeInfo"):
            assert described[key] == storage[key]


def test_glue_of_many_partitions(tmp_path):
    """250 days are three calls."""
    lake, nodata = Lake(tmp_path / "lake"), "2 unknown eni-1 - - - - - - - {} {} - NODATA\n"
    days = [1_700_000_000 + 86_400 * number for number in range(250)]
    convert(lake.path, "-", stdin="".join(nodata.format(at, at) for at in days).encode())
    partitions = glue(lake, "--location", "s3://a-bucket/lake/")[1]
    assert {tuple(one["Values"]) for one in partitions} == {
        tuple(value for _, value in ref.partition(at)) for at in days
    }
    assert len(partitions) == 250


def test_glue_without_partitions(tmp_path, model):
    lake = Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=small_sets()["v2-default"].text, options=["--partition-by", "none"])
    table, partitions = glue(lake, "--location", "s3://a-bucket/lake/")
    validated(model, "TableInput", table)
    assert table.get("PartitionKeys", []) == [] and partitions == []


def test_glue_partition_values_are_unescaped_and_locations_are_not(tmp_path, model):
    tokens = small_sets()["headerless-nodata-first"].text.decode().splitlines()[0].split()
    tokens[2] = "a/b=c"
    lake = Lake(tmp_path / "lake")
    convert(lake.path, "-", stdin=" ".join(tokens).encode(), options=["--partition-by", "eni={interface-id}"])
    _, (partition,) = glue(lake, "--location", "s3://a-bucket/lake/")
    assert partition["Values"] == ["a/b=c"]
    assert partition["StorageDescriptor"]["Location"].rstrip("/") == "s3://a-bucket/lake/eni=a%2Fb%3Dc"


def test_ddl_and_glue_agree_and_are_stable(lakes):
    lake = lakes["v11-54-fields"]
    table, _ = glue(lake, "--location", "s3://b/l/")
    columns = definitions(ddl(lake, "--location", "s3://b/l/")[1].this)
    assert [(name, kind) for name, kind, _ in columns] == [
        (column["Name"], GLOT[column["Type"]]) for column in table["StorageDescriptor"]["Columns"]
    ]
    assert ddl(lake)[0] == ddl(lake)[0] and glue(lake) == glue(lake)


@pytest.mark.parametrize("form", ["ddl", "glue"])
@pytest.mark.parametrize("empty", [True, False])
def test_no_lake(form, empty, tmp_path):
    lake = tmp_path / "lake"
    if empty:
        lake.mkdir()
    done = run("table", form, lake)
    assert done.status == NO_INPUT, done.stderr
    assert done.stderr.startswith("flowconv: error: ") and str(lake) in done.stderr and done.stdout == b""
