"""Editions and cases written as YAML: equal when read again, one spelling, pleasant to read."""

from pathlib import Path

import pytest
from hypothesis import given
from pydantic import TypeAdapter

from parindex.frameworks.cases import CaseFile, load_cases
from parindex.frameworks.digest import digest
from parindex.frameworks.loading import edition_from, load_edition
from parindex.frameworks.model import Edition
from parindex.frameworks.registry import entries, find
from parindex.frameworks.writing import cases_text, edition_text, one_line, write_edition
from parindex.frameworks.yaml_lines import parse
from tests.parindex.frameworks_workbook.editions import case_lists, editions

SHIPPED = [entry.ref for entry in entries()]
LEAF = {"code": "3.2", "label": "Hồ sơ đúng hạn", "max": 2}


def edition_with(**changes) -> Edition:
    data = {
        "id": "mau",
        "year": 2025,
        "title": "Bộ tiêu chí mẫu",
        "channels": {"appraisal": {"label": "Thẩm định", "max": 2}},
        "tree": [LEAF],
    }
    return Edition.model_validate(data | changes)


@given(editions())
def test_reading_what_was_written_gives_an_equal_edition_and_writing_that_changes_no_letter(edition):
    text = edition_text(edition)
    again = edition_from(parse(text, "framework.yaml"))
    assert again == edition
    assert digest(again) == digest(edition)
    assert edition_text(again) == text


@given(case_lists())
def test_reading_the_cases_that_were_written_gives_equal_cases(cases):
    data = parse(cases_text(cases), "cases.yaml").data
    assert TypeAdapter(CaseFile).validate_python(data).cases == cases


@pytest.mark.parametrize("ref", SHIPPED)
def test_a_shipped_edition_and_its_cases_survive_being_written_to_a_folder(ref, tmp_path: Path):
    loaded = find(ref)
    cases = [case for one in load_cases(loaded.folder) for case in one.cases]
    files = write_edition(loaded.edition, cases, tmp_path)
    assert digest(load_edition(tmp_path).edition) == digest(loaded.edition)
    assert [case for one in load_cases(tmp_path) for case in one.cases] == cases
    assert [file.name for file in files] == (
        ["framework.yaml", "cases.yaml"] if cases else ["framework.yaml"]
    )


def test_an_edition_is_laid_out_so_that_people_can_read_and_compare_it():
    bands = [
        {"from": 95, "points": 2},
        {"from": "62.50", "below": 95, "points": "1.75"},
        {"below": "62.5", "points": 0},
    ]
    quantity = {"as": "ratio", "numerator": "Hồ sơ đúng hạn", "denominator": "Hồ sơ đã giải quyết"}
    leaf = LEAF | {
        "rule": {"kind": "bands", "quantity": quantity, "bands": bands},
        "evidence": [{"label": {"vi": "Báo cáo", "en": "Report"}}],
    }
    basis = {"number": "766/QĐ-UBND", "date": "2023-03-16", "issuer": "UBND huyện Ninh Giang"}
    domain = {"code": "3", "label": "Thủ tục hành chính", "max": 2, "criteria": [leaf]}
    assert edition_text(edition_with(tree=[domain], legal_basis=basis)) == (
        """\
schema_version: 1
id: mau
year: 2025
title: Bộ tiêu chí mẫu
legal_basis:
  number: 766/QĐ-UBND
  date: 2023-03-16
  issuer: UBND huyện Ninh Giang

channels:
  appraisal: {label: Thẩm định, max: 2}

tree:
  - code: "3"
    label: Thủ tục hành chính
    max: 2
    criteria:
      - code: "3.2"
        label: Hồ sơ đúng hạn
        max: 2
        rule:
          kind: bands
          quantity: {as: ratio, numerator: Hồ sơ đúng hạn, denominator: Hồ sơ đã giải quyết}
          bands:
            - {from: 95, points: 2}
            - {from: 62.5, below: 95, points: 1.75}
            - {below: 62.5, points: 0}
        evidence:
          - label: {vi: Báo cáo, en: Report}
"""
    )


def test_a_long_text_is_folded_and_comes_back_as_one_line():
    note = "Lĩnh vực đạt dưới 75 % số điểm tối đa phải có giải pháp khắc phục. " * 5
    text = edition_text(edition_with(note=note.strip()))
    assert max(len(line) for line in text.splitlines()) <= 130
    assert edition_from(parse(text, "x")).note.vi == note.strip()


def test_defaults_are_left_out_and_equal_numbers_have_one_spelling():
    written = edition_with(
        settings={"decimals": 2}, tree=[LEAF | {"max": "2.00", "not_applicable": "refuse"}]
    )
    assert edition_text(written) == edition_text(edition_with())


def test_a_text_that_looks_like_a_number_is_quoted():
    assert 'number: "3395"' in edition_text(
        edition_with(legal_basis={"number": "3395", "date": "2022-12-15", "issuer": "UBND tỉnh"})
    )


def test_a_record_can_be_written_on_one_line():
    assert (
        one_line({"measure": "on_time", "period": "quarter", "note": None})
        == "{measure: on_time, period: quarter, note: null}"
    )
