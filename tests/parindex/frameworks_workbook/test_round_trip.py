"""What is exported to Excel and imported again is the same edition with the same cases."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings

from parindex.frameworks.cases import load_cases
from parindex.frameworks.digest import digest
from parindex.frameworks.registry import entries, find
from parindex.frameworks.workbook.exporting import export_workbook
from parindex.frameworks.workbook.importing import import_workbook
from tests.parindex.frameworks_workbook.editions import case_lists, editions

SHIPPED = [entry.ref for entry in entries()]
# A workbook is written and read in each example.
FEWER = max(20, settings().max_examples // 3)


def shipped(ref: str):
    loaded = find(ref)
    return loaded, [case for one in load_cases(loaded.folder) for case in one.cases]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("ref", SHIPPED)
def test_a_shipped_edition_comes_back_equal_with_its_digest_and_its_cases(ref, lang, tmp_path: Path):
    loaded, cases = shipped(ref)
    losses = export_workbook(loaded.edition, cases, tmp_path / "bo.xlsx", lang)
    back = import_workbook(tmp_path / "bo.xlsx")
    assert losses == ()
    assert back.edition == loaded.edition
    assert digest(back.edition) == digest(loaded.edition)
    assert back.cases == cases
    assert (back.losses, back.problems) == ([], [])


@settings(max_examples=FEWER)
@given(edition=editions(), cases=case_lists())
def test_any_edition_comes_back_equal(edition, cases, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    losses = export_workbook(edition, cases, path)
    back = import_workbook(path)
    assert back.edition == edition
    assert digest(back.edition) == digest(edition)
    assert back.cases == cases
    assert losses == ()


@pytest.mark.parametrize("ref", SHIPPED)
def test_exporting_what_was_imported_changes_no_byte(ref, tmp_path: Path):
    loaded, cases = shipped(ref)
    export_workbook(loaded.edition, cases, tmp_path / "mot.xlsx")
    back = import_workbook(tmp_path / "mot.xlsx")
    export_workbook(back.edition, back.cases, tmp_path / "hai.xlsx")
    assert (tmp_path / "mot.xlsx").read_bytes() == (tmp_path / "hai.xlsx").read_bytes()


def test_no_cell_of_people_becomes_a_formula_and_no_number_becomes_text(tmp_path: Path):
    loaded, cases = shipped("commune-model@2025")
    export_workbook(loaded.edition, cases, tmp_path / "bo.xlsx")
    book = openpyxl.load_workbook(tmp_path / "bo.xlsx")
    formulas = {
        cell.column_letter for sheet in book for row in sheet for cell in row if cell.data_type == "f"
    }
    assert formulas == {"E"}
    points = [cell.value for cell in book["Bộ tiêu chí"]["D"][4:] if cell.value is not None]
    assert len(points) == sum(1 for _ in loaded.edition.nodes())
    assert all(isinstance(value, int | float) for value in points)


def test_the_file_holds_no_moment_of_writing(tmp_path: Path):
    loaded, cases = shipped("commune-hai-duong@2022")
    export_workbook(loaded.edition, cases, tmp_path / "bo.xlsx")
    with zipfile.ZipFile(tmp_path / "bo.xlsx") as file:
        assert "2000-01-01T00:00:00Z" in file.read("docProps/core.xml").decode()
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 31, 0, 0, 0)}
