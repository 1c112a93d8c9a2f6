"""The schema that editors use knows what the model knows."""

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from parindex.surveys.instruments.registry import instrument_entries
from parindex.surveys.instruments.schema import instrument_schema, schema_text
from tests.repository.tree import ROOT

BROKEN = Path(__file__).parent / "broken"
CHECKER = Draft202012Validator(instrument_schema())


def read(path: Path) -> object:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_published_schema_is_that_of_the_model():
    assert (ROOT / "docs/schema/instrument.schema.json").read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("entry", instrument_entries(), ids=lambda entry: entry.ref)
def test_a_shipped_form_fits_the_schema(entry):
    assert list(CHECKER.iter_errors(read(entry.folder / "instrument.yaml"))) == []


@pytest.mark.parametrize("code", ["SV102", "SV103", "SV104"])
def test_a_file_of_another_form_than_the_model_has_does_not_fit_the_schema(code: str):
    assert list(CHECKER.iter_errors(read(BROKEN / f"{code}.yaml"))) != []
