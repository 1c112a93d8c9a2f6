"""An adopted edition never changes: its record holds the digest of what it said."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from parindex.errors import ProblemsFound
from parindex.frameworks.adoption import FILE_NAME, adopt, read_adoption
from parindex.frameworks.checks import check
from parindex.frameworks.digest import digest
from parindex.frameworks.loading import load_edition
from tests.parindex.frameworks.editions import SOUND, TEXT

DAY = date(2025, 1, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(SOUND / "framework.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def adopted(folder: Path) -> Path:
    (folder / FILE_NAME).write_text(adopt(load_edition(folder), DAY, "UBND tỉnh mẫu"), encoding="utf-8")
    return folder


def rewrite(folder: Path, old: str, new: str) -> None:
    assert old in TEXT
    (folder / "framework.yaml").write_text(TEXT.replace(old, new), encoding="utf-8")


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in check(load_edition(folder))]


def test_the_record_holds_the_digest_the_day_and_who(folder: Path):
    loaded = load_edition(folder)
    assert adopt(loaded, DAY, "UBND tỉnh mẫu") == (
        f"digest: {digest(loaded.edition)}\nadopted_on: 2025-01-02\nby: UBND tỉnh mẫu\n"
    )


def test_adopting_writes_nothing(folder: Path):
    adopt(load_edition(folder), DAY, "UBND tỉnh mẫu")
    assert [path.name for path in folder.iterdir()] == ["framework.yaml"]


def test_an_adopted_edition_that_is_unchanged_has_no_problem(adopted: Path):
    assert codes(adopted) == []


def test_the_record_is_read_back(adopted: Path):
    record = read_adoption(load_edition(adopted))
    assert (record.adopted_on, record.by) == (DAY, "UBND tỉnh mẫu")
    assert record.digest == digest(load_edition(SOUND).edition)


def test_an_edition_without_a_record_was_not_adopted(folder: Path):
    assert read_adoption(load_edition(folder)) is None


def test_a_comment_may_be_added_after_adoption(adopted: Path):
    rewrite(adopted, "id: xa-mau", "# Đã ban hành.\nid: xa-mau")
    assert codes(adopted) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("each: 0.25", "each: 0.2"), ("Kế hoạch, max", "Kế hoạch năm, max"), ("decimals: 2", "decimals: 3")],
)
def test_a_changed_number_word_or_setting_is_seen_after_adoption(adopted: Path, old: str, new: str):
    rewrite(adopted, old, new)
    assert codes(adopted) == ["FW211"]


def test_a_record_that_is_no_record_is_a_problem_on_its_line(adopted: Path):
    (adopted / FILE_NAME).write_text("digest: abc\nadopted_on: hôm nay\n", encoding="utf-8")
    found = check(load_edition(adopted))
    assert [(problem.code, problem.place.line) for problem in found] == [
        ("FW006", 1),
        ("FW005", 1),
        ("FW006", 2),
    ]
    with pytest.raises(ProblemsFound):
        read_adoption(load_edition(adopted))


@pytest.mark.parametrize("by", ["UBND: tỉnh #1", "2025-01-02", "yes", "null", "'nháy'", "Dòng một\nDòng hai"])
def test_whoever_adopts_is_written_so_that_it_reads_back(folder: Path, by: str):
    loaded = load_edition(folder)
    (folder / FILE_NAME).write_text(adopt(loaded, DAY, by), encoding="utf-8")
    assert read_adoption(loaded).by == by
