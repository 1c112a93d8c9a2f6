"""JSON Schemas of the files of an edition, with Vietnamese names and help for every key.

``make schema`` writes them to docs/schema; an editor that knows JSON Schema completes and checks files
with them. They say what the form of a file is; whether it makes sense is told by ``parindex check``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from parindex.frameworks.adoption import Adoption
from parindex.frameworks.cases import CaseFile
from parindex.frameworks.crosswalk import Crosswalk
from parindex.frameworks.field_words import CLASSES, FIELDS
from parindex.frameworks.model import Edition
from parindex.frameworks.parts import Part
from parindex.language import Lang, translate

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

SCHEMAS: Final[dict[str, type[BaseModel]]] = {
    "framework": Edition,
    "cases": CaseFile,
    "crosswalk": Crosswalk,
    "adopted": Adoption,
}
"""The files that have a schema, by the name of the schema's file (``<name>.schema.json``)."""


class _Generator(GenerateJsonSchema):
    """Decimals are numbers, and the default of a block is the empty block."""

    def decimal_schema(self, schema: Any) -> JsonSchemaValue:
        """Describe a decimal as files have it: a number, not a string."""
        bounds = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum"}
        found = {name: _number(schema[key]) for key, name in bounds.items() if key in schema}
        return {"type": "number", **found}

    def encode_default(self, dft: Any) -> Any:
        """Give a default as files have it."""
        if isinstance(dft, Decimal):
            return _number(dft)
        return {} if isinstance(dft, Part) else super().encode_default(dft)


def _number(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def framework_schema(lang: Lang = "vi") -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of ``framework.yaml``; its titles and descriptions are in ``lang``.

    >>> framework_schema()["properties"]["year"]["title"]
    'năm'
    """
    return schema_of("framework", lang)


def schema_of(name: str, lang: Lang = "vi") -> dict[str, Any]:
    """Give one of ``SCHEMAS`` as a JSON Schema; KeyError for another name."""
    model = SCHEMAS[name]
    schema = model.model_json_schema(by_alias=True, schema_generator=_Generator, mode="validation")
    for class_name, part in _objects(model.__name__, schema):
        part["title"] = translate(CLASSES[class_name], lang)
        part.pop("description", None)
        for key, field in part.get("properties", {}).items():
            words = FIELDS[class_name][key]
            field["title"] = translate(words.name, lang)
            field.pop("description", None)
            if words.help:
                field["description"] = translate(words.help, lang)
    return {"$schema": _DIALECT, **schema}


def _objects(name: str, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every class of a schema with its name."""
    yield from schema.get("$defs", {}).items()
    if "properties" in schema:
        yield name, schema


def schema_text(name: str) -> str:
    """Give the text of a schema's file."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=2) + "\n"


def write_schema(path: Path | str, name: str = "framework") -> None:
    """Write a schema to a file."""
    Path(path).write_text(schema_text(name), encoding="utf-8")


def main(path: str) -> None:
    """Write the schema of editions to ``path``, and those of the other files beside it."""
    write_schema(path)
    for name in SCHEMAS:
        write_schema(Path(path).with_name(f"{name}.schema.json"), name)


if __name__ == "__main__":
    main(sys.argv[1])
