"""Editions of all years side by side, found by name."""

import shutil
from pathlib import Path

import pytest

from parindex.errors import ProblemsFound
from parindex.frameworks.registry import entries, find, shelf
from tests.parindex.frameworks.editions import SOUND, TEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for id_, year in (("xa-mau", 2024), ("xa-mau", 2025), ("xa-mau", 999), ("phuong-mau", 2025)):
        place = tmp_path / id_ / str(year)
        place.mkdir(parents=True)
        text = TEXT.replace("id: xa-mau", f"id: {id_}").replace("year: 2025", f"year: {year}")
        (place / "framework.yaml").write_text(text.replace("year: 999", "year: 1999"), encoding="utf-8")
    (tmp_path / "xa-mau" / "nhap").mkdir()
    shutil.copy(SOUND / "framework.yaml", tmp_path / "xa-mau" / "nhap")
    (tmp_path / "xa-mau" / "2026").mkdir()
    return tmp_path


def unknown(ref: str, folder: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        find(ref, folder)
    (problem,) = found.value.problems
    assert problem.code == "FW010"
    return problem.text()


def test_a_shelf_lists_its_editions_by_name_and_year_as_numbers(folder: Path):
    assert [entry.ref for entry in entries(folder)] == [
        "phuong-mau@2025",
        "xa-mau@999",
        "xa-mau@2024",
        "xa-mau@2025",
    ]


def test_a_folder_without_a_year_or_without_an_edition_is_not_listed(folder: Path):
    assert {entry.folder.name for entry in entries(folder)} == {"999", "2024", "2025"}


def test_an_edition_is_found_by_its_name_and_year(folder: Path):
    assert find("xa-mau@2024", folder).edition.year == 2024
    assert find("phuong-mau@2025", folder).edition.id == "phuong-mau"


def test_the_name_alone_means_the_newest_year(folder: Path):
    assert find("xa-mau", folder).edition.year == 2025


def test_an_edition_is_found_by_the_path_of_its_folder_or_file(folder: Path):
    by_folder = find(folder / "xa-mau" / "2024")
    assert (
        by_folder.edition.ref
        == find(str(folder / "xa-mau" / "2024" / "framework.yaml")).edition.ref
        == "xa-mau@2024"
    )


def test_an_unknown_name_is_answered_with_the_near_ones(folder: Path):
    assert unknown("xa-mau@2023", folder) == (
        "FW010 · không có bộ tiêu chí “xa-mau@2023”\n    → dùng một trong: xa-mau@2025, xa-mau@2024, xa-mau@999, phuong-mau@2025"
    )


def test_a_path_that_holds_no_edition_is_told_as_a_path(folder: Path):
    (folder / "diem.csv").write_text("a", encoding="utf-8")
    for path, reason in (
        (folder / "xa-mau", "thư mục này không có tệp framework.yaml"),
        (folder / "diem.csv", "đây là một tệp khác"),
    ):
        with pytest.raises(ProblemsFound) as found:
            find(path)
        assert found.value.text() == (
            f"FW011 · “{path}” không phải một bộ tiêu chí: {reason}\n"
            "    → ghi tên một bộ (xem: parindex frameworks), hoặc thư mục có tệp framework.yaml"
        )


def test_a_shelf_without_editions_says_that_it_has_none(tmp_path: Path):
    assert "dùng một trong: (không có bộ nào ở đây)" in unknown("xa-mau", tmp_path)


def test_a_name_like_no_other_is_answered_with_all(folder: Path):
    assert "phuong-mau@2025, xa-mau@999, xa-mau@2024, xa-mau@2025" in unknown("zzz", folder)


def test_a_year_of_another_edition_is_not_taken_for_this_one(folder: Path):
    assert unknown("phuong-mau@2024", folder).startswith("FW010 · không có bộ tiêu chí “phuong-mau@2024”")


def test_the_shipped_editions_are_named_as_their_folders():
    shipped = entries()
    assert "commune-hai-duong@2022" in [entry.ref for entry in shipped]
    assert [entry.ref for entry in shipped if find(entry.ref).edition.ref != entry.ref] == []


def test_the_shelf_of_a_checkout_is_its_folder_of_frameworks():
    assert shelf().name == "frameworks"
    assert (shelf() / "commune-hai-duong" / "2022" / "framework.yaml").is_file()
