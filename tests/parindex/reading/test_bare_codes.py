"""A column titled just "Mã" heads the codes of units, unless the rows are values of criteria."""

from pathlib import Path

import polars as pl
import pytest

from parindex.frameworks.registry import find
from parindex.reading.units import read_units
from parindex.reading.values import read_values

EDITION = find("district-binh-duong@2017")


def written(folder: Path, text: str) -> Path:
    file = folder / "tep.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("title", ["Mã", "MA", "code"])
def test_a_list_of_units_with_a_bare_code_keeps_codes_and_names_apart(tmp_path: Path, title: str):
    units = read_units(written(tmp_path, f"{title},Tên,Vùng\n001,Xã A,Bắc\n002,Xã B,Nam\n"))
    assert units.select("unit_id", "name", "Vùng").rows() == [("001", "Xã A", "Bắc"), ("002", "Xã B", "Nam")]


def test_a_wide_file_with_a_bare_code_is_read_by_units(tmp_path: Path):
    file = read_values(written(tmp_path, "Mã;Tên;TĐ;XHH\n001;Huyện A;51,75;32,83\n"), EDITION)
    assert file.units["unit_id"].to_list() == ["001"]
    assert file.values.select("unit_id", "criterion_id", "value").rows() == [
        ("001", "TĐ", 51.75),
        ("001", "XHH", 32.83),
    ]


def test_a_long_file_with_a_bare_code_is_read_by_criteria(tmp_path: Path):
    file = read_values(written(tmp_path, "Đơn vị,Mã,Giá trị\nHuyện A,TĐ,51.75\nHuyện A,XHH,32.83\n"), EDITION)
    assert file.values.select("unit_id", "criterion_id").rows() == [("Huyện A", "TĐ"), ("Huyện A", "XHH")]
    assert file.values["value"].sum() == pytest.approx(84.58)
    assert file.values.schema["value"] == pl.Float64
