"""A user's table replaces or extends a year; a bad one gives every problem at once, each with its line."""

from datetime import date
from pathlib import Path

import pytest

from parindex.dossiers.calendar.days import Calendar
from parindex.dossiers.calendar.reading import calendar_with, load_calendar, shipped_calendar
from parindex.errors import ProblemsFound

TET_2027 = """\
year: 2027
mode: replace
days:
  - {date: 2027-02-08, kind: holiday, name: {vi: Mùng ba}, basis: Quyết định 1}
"""
FLOOD = """\
year: 2026
mode: extend
days:
  - {date: 2026-11-25, kind: holiday, name: {vi: Nghỉ do bão, en: Storm}, basis: Công điện 1}
"""
SWAP = """\
year: 2026
mode: extend
days:
  - {date: 2026-11-23, kind: substitute_off, in_place_of: 2026-11-28, name: {vi: Hoán đổi}, basis: Công văn 1}
  - {date: 2026-11-28, kind: make_up_working, in_place_of: 2026-11-23, name: {vi: Làm bù}, basis: Công văn 1}
"""


def laid_over(tmp_path: Path, *texts: str) -> Calendar:
    files = [tmp_path / f"{number}.yaml" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, encoding="utf-8")
    return calendar_with(files)


def problems(tmp_path: Path, *texts: str) -> list[tuple[str, int | None]]:
    with pytest.raises(ProblemsFound) as caught:
        laid_over(tmp_path, *texts)
    return [(problem.code, problem.place.line) for problem in caught.value.problems]


def test_a_table_that_replaces_a_year_leaves_nothing_of_the_shipped_year(tmp_path: Path):
    calendar = laid_over(tmp_path, TET_2027)
    assert not calendar.is_working(date(2027, 2, 8))
    assert calendar.is_working(date(2027, 2, 4))
    assert calendar.is_working(date(2027, 4, 30))


def test_a_table_that_extends_a_year_keeps_the_shipped_days(tmp_path: Path):
    calendar = laid_over(tmp_path, FLOOD)
    assert not calendar.is_working(date(2026, 11, 25))
    assert not calendar.is_working(date(2026, 11, 24))
    assert len(calendar.days) == len(shipped_calendar().days) + 1


def test_the_other_years_and_their_make_up_days_stay_as_they_are(tmp_path: Path):
    calendar = laid_over(tmp_path, TET_2027)
    assert calendar.is_working(date(2019, 1, 5))
    assert calendar.years == shipped_calendar().years


def test_tables_are_laid_over_each_other_in_the_order_given(tmp_path: Path):
    calendar = laid_over(tmp_path, FLOOD, SWAP)
    assert [calendar.is_working(date(2026, 11, day)) for day in (23, 24, 25, 26, 28)] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_the_days_that_a_correction_changes_are_known_and_so_is_that_something_changed(tmp_path: Path):
    calendar = laid_over(tmp_path, SWAP)
    assert calendar.changed_days(shipped_calendar()) == [date(2026, 11, 23), date(2026, 11, 28)]
    assert calendar.digest != shipped_calendar().digest
    assert shipped_calendar().changed_days(shipped_calendar()) == []


def test_the_table_that_the_documentation_shows_is_taken(tmp_path: Path):
    page = (Path(__file__).resolve().parents[4] / "docs" / "methods" / "working-time.md").read_text(
        encoding="utf-8"
    )
    shown = page.split("```yaml\n")[1].split("```")[0]
    assert laid_over(tmp_path, shown).changed_days(shipped_calendar()) == [date(2027, 1, 4)]


def test_a_year_that_no_table_knows_can_be_added(tmp_path: Path):
    calendar = laid_over(tmp_path, TET_2027.replace("2027", "2031").replace("02-08", "02-10"))
    assert calendar.years[-1] == 2031
    assert not calendar.is_working(date(2031, 2, 10))
    assert shipped_calendar().is_working(date(2031, 2, 10))


def test_a_folder_of_ones_own_years_can_take_the_place_of_the_shipped_ones(tmp_path: Path):
    (tmp_path / "2027.yaml").write_text(TET_2027, encoding="utf-8")
    assert load_calendar(tmp_path).years == (2027,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("year: [", [("DO301", 2)]),
        ("", [("DO303", None), ("DO303", None)]),
        ("year: 2026\ndays: 5\n", [("DO304", 2)]),
        ("year: 26\ndays: []\n", [("DO304", 1)]),
        ("year: 2026\nmode: thay\ndays: []\n", [("DO304", 2)]),
        ("year: 2026\nngay: 1\ndays: []\n", [("DO302", 2)]),
        ("year: 2026\ndays:\n  - {date: 2026-02-30, kind: holiday, name: {vi: a}, basis: b}\n", [("DO304", 3)]),
        ("year: 2026\ndays:\n  - {date: 2026-02-03, kind: off, name: {vi: a}, basis: b}\n", [("DO304", 3)]),
        ("year: 2026\ndays:\n  - {date: 2026-02-03, kind: holiday, name: a, basis: b}\n", [("DO304", 3)]),
        ("year: 2026\ndays:\n  - {date: 2026-02-03, kind: holiday}\n", [("DO303", 3), ("DO303", 3)]),
        ("year: 2026\ndays:\n  - 2026-02-03\n", [("DO303", 3)] * 4),
        ("year: 2026\ndays:\n" + "  - {date: 2026-02-03, kind: holiday, name: {vi: a}, basis: b}\n" * 2, [("DO305", 4)]),
        ("year: 2026\ndays:\n  - {date: 2027-02-03, kind: holiday, name: {vi: a}, basis: b}\n", [("DO306", 3)]),
        (SWAP.replace("2026-11-28", "2026-11-27"), [("DO307", 5)]),
        (SWAP.replace("2026-11-23", "2026-11-22"), [("DO308", 4)]),
        ("year: 2026\ndays:\n  - {date: 2026-02-03, kind: substitute_off, name: {vi: a}, basis: b}\n", [("DO309", 3)]),
        ("year: 2026\ndays:\n  - {date: 2026-02-07, kind: make_up_working, name: {vi: a}, basis: b}\n", [("DO310", 3)]),
    ],
)  # fmt: skip
def test_a_bad_table_is_refused_with_its_code_and_line(
    tmp_path: Path, text: str, expected: list[tuple[str, int | None]]
):
    assert problems(tmp_path, text) == expected


def test_all_problems_of_all_tables_come_at_once_in_the_order_of_their_lines(tmp_path: Path):
    bad = "year: 2026\nmode: x\ndays:\n  - {date: 1, kind: holiday, name: {vi: a}, basis: b}\n  - {kind: 2}\n"
    assert problems(tmp_path, bad, "days: []\n") == [
        ("DO304", 2), ("DO304", 4), ("DO303", 5), ("DO303", 5), ("DO303", 5), ("DO304", 5), ("DO303", 1),
    ]  # fmt: skip


def test_a_file_that_is_not_there_or_not_text_is_one_problem(tmp_path: Path):
    (tmp_path / "bad.yaml").write_bytes(b"year: \xff\xfe")
    for name in ("none.yaml", "bad.yaml"):
        with pytest.raises(ProblemsFound) as caught:
            calendar_with([tmp_path / name])
        assert [problem.code for problem in caught.value.problems] == ["DO301"]


def test_a_message_says_file_line_and_what_to_do_in_both_languages(tmp_path: Path):
    with pytest.raises(ProblemsFound) as caught:
        laid_over(tmp_path, SWAP.replace("2026-11-28", "2026-11-27"))
    problem = caught.value.problems[0]
    assert problem.text().endswith(
        "0.yaml, dòng 5: ngày làm bù 2026-11-27 không phải thứ Bảy hoặc Chủ nhật\n    → ngày làm bù phải là ngày nghỉ hằng tuần; kiểm tra lại quyết định hoán đổi"
    )
    assert problem.what("en") == "the make-up day 2026-11-27 is not a Saturday or Sunday"
