"""The published JSON Schemas say what the model says, in Vietnamese, and every shipped file keeps to them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from parindex.frameworks.field_words import CLASSES, FIELDS
from parindex.frameworks.registry import entries, shelf
from parindex.frameworks.schema import SCHEMAS, framework_schema, main, schema_of, schema_text
from parindex.frameworks.yaml_lines import parse
from tests.parindex.frameworks.editions import SOUND, data, leaf

PUBLISHED = Path(__file__).parents[3] / "docs" / "schema"
EDITIONS = [entry.folder / "framework.yaml" for entry in entries()]
CASES = [file for entry in entries() for file in sorted((entry.folder / "cases").glob("*.yaml"))]


def plain(content: Any) -> Any:
    """Days as JSON has them; decimals stay, JSON Schema takes them for numbers."""
    if isinstance(content, dict):
        return {key: plain(value) for key, value in content.items()}
    if isinstance(content, list):
        return [plain(value) for value in content]
    return content.isoformat() if isinstance(content, date) else content


def errors(name: str, content: Any) -> list[str]:
    validator = Draft202012Validator(schema_of(name), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(plain(content))]


def content_of(file: Path) -> Any:
    return parse(file.read_text(encoding="utf-8"), str(file)).data


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_that_of_the_model(name: str):
    published = PUBLISHED / f"{name}.schema.json"
    assert published.read_text(encoding="utf-8") == schema_text(name), "chạy `make schema`"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_schema(name: str):
    Draft202012Validator.check_schema(schema_of(name))
    assert schema_of(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("file", EDITIONS, ids=lambda file: str(file.relative_to(shelf()).parent))
def test_a_shipped_edition_keeps_to_the_schema(file: Path):
    assert errors("framework", content_of(file)) == []


@pytest.mark.parametrize("file", CASES, ids=lambda file: str(file.relative_to(shelf())))
def test_a_shipped_file_of_cases_keeps_to_the_schema(file: Path):
    assert errors("cases", content_of(file)) == []


def test_the_sample_with_every_kind_of_rule_keeps_to_the_schema():
    assert errors("framework", content_of(SOUND / "framework.yaml")) == []


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("1.1", {"max": "2"}),
        ("1.1", {"mx": 2}),
        ("1.1", {"rule": {"kind": "percent"}}),
        ("1.1", {"rule": {"kind": "count"}}),
        ("1.2", {"code": "1 2"}),
        ("1.6", {"rule": {"kind": "linear", "knots": [{"at": 0, "points": 0}]}}),
        ("2.3", {"scored_by": "somebody"}),
        ("1.1", {"label": ""}),
        ("1.1", {"label": {"en": "Plan"}}),
        ("1.1", {"round": 10}),
    ],
)
def test_what_the_model_refuses_the_schema_refuses(code: str, keys: dict):
    content = data()
    leaf(content, code).update(keys)
    assert errors("framework", content) != []


def test_a_text_is_a_string_or_a_block_of_two_languages():
    content = data()
    leaf(content, "1.1")["label"] = {"vi": "Kế hoạch", "en": "Plan"}
    assert errors("framework", content) == []


def test_every_key_has_its_vietnamese_name():
    schemas = [schema_of(name) for name in SCHEMAS]
    parts = [part for schema in schemas for part in (schema, *schema.get("$defs", {}).values())]
    fields = [field for part in parts for field in part.get("properties", {}).values()]
    assert len(fields) > 150
    names = {words.name for keys in FIELDS.values() for words in keys.values()}
    assert [field["title"] for field in fields if field["title"] not in names] == []


def test_the_words_speak_of_no_class_and_no_key_that_is_not_there():
    known: dict[str, set[str]] = {}
    for name, model in SCHEMAS.items():
        schema = schema_of(name)
        known[model.__name__] = set(schema["properties"])
        known |= {class_: set(part.get("properties", {})) for class_, part in schema.get("$defs", {}).items()}
    assert {class_: set(keys) for class_, keys in FIELDS.items()} == known
    assert set(CLASSES) == set(known)


def test_the_schema_speaks_english_where_it_is_asked_to():
    assert framework_schema("vi")["properties"]["tree"]["title"] == "cây tiêu chí"
    assert framework_schema("en")["properties"].keys() == framework_schema("vi")["properties"].keys()


def test_the_command_writes_all_schemas_side_by_side(tmp_path: Path):
    main(str(tmp_path / "framework.schema.json"))
    written = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()}
    assert written == {f"{name}.schema.json": schema_of(name) for name in SCHEMAS}
