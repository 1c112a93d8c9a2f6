"""The JSON Schema of ``instrument.yaml``, for editors that complete and check files.

``make schema`` writes it to docs/schema. It says what the form of the file is; whether a form makes sense is
told by :func:`parindex.surveys.instruments.checks.check`.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from parindex.surveys.instruments.model import Instrument

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class _Generator(GenerateJsonSchema):
    """Decimals are numbers, as files have them."""

    def decimal_schema(self, schema: Any) -> JsonSchemaValue:
        """Describe a decimal: a number, not a string."""
        bounds = {"ge": "minimum", "le": "maximum"}
        return {"type": "number"} | {name: int(schema[key]) for key, name in bounds.items() if key in schema}

    def encode_default(self, dft: Any) -> Any:
        """Give a default as files have it."""
        return int(dft) if isinstance(dft, Decimal) else super().encode_default(dft)


def instrument_schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of the file of a form.

    >>> instrument_schema()["required"]
    ['id', 'year', 'title', 'questions']
    """
    schema = Instrument.model_json_schema(by_alias=True, schema_generator=_Generator, mode="validation")
    for part in (schema, *schema.get("$defs", {}).values()):
        for one in (part, *part.get("properties", {}).values()):
            one.pop("title", None)
            one.pop("description", None)
    return {"$schema": _DIALECT, **schema}


def schema_text() -> str:
    """Give the text of the schema's file."""
    return json.dumps(instrument_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
