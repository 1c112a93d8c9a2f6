"""The page about ranks is true: every worked table gives, in the engine, exactly what it prints."""

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from parindex import exact
from parindex.frameworks.checks import check
from parindex.frameworks.loading import load_edition
from parindex.frameworks.writing import edition_text
from parindex.numerals import as_decimal, format_number
from parindex.ranking.classes import class_codes, class_label
from parindex.ranking.comparison import below_threshold, compare_with_league
from parindex.ranking.movement import movement
from parindex.ranking.ranks import rank
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from tests.parindex.scoring.worked_tables import NOTHING, Worked, number, tables_of

PAGE = Path(__file__).resolve().parents[3] / "docs" / "methods" / "ranking.md"
TABLES = tables_of(PAGE)
GIVEN = re.compile(r"^`[^`]+`( in (?P<year>\d{4}))?$")
CLAIMED = re.compile(
    r"^(?P<what>points|percent|rank|tied|class|mean|best|above mean|to mean|to best|next above|next below|below threshold|"
    r"change in points|change in percentage points|relative change in percent|places moved|rank before|rank after)"
    r"( (?:of|on) `(?P<of>[^`]+)`)?( by (?P<group>\w+))?$"
)
WORKED = [table for table in TABLES if any(map(GIVEN.match, table.header))]
COLUMNS_OF_WORDS = {"why", "ahead"}
PEER_GROUPS = ("league", "region")
LEAGUE_COLUMNS = {
    "mean": "mean",
    "best": "best",
    "to mean": "to_mean",
    "to best": "to_best",
    "next above": "to_next_above",
    "next below": "to_next_below",
}
CHANGES = {
    "change in points": "change_points",
    "change in percentage points": "change_percent",
    "relative change in percent": "change_relative",
    "places moved": "places_moved",
}


def name_of(table: Worked) -> str:
    return f"line {table.line}: {table.heading}"


@pytest.mark.parametrize("table", WORKED, ids=name_of)
def test_the_engine_gives_what_the_table_prints(table: Worked):
    page = Page(table)
    wrong = [
        f"{unit}: {title} is {got}, the page says {text}"
        for unit, title, text in claims(table)
        if (got := page.text(unit, title, text)) != text
    ]
    assert wrong == []


@pytest.mark.parametrize("table", WORKED, ids=name_of)
def test_an_example_of_the_page_passes_the_checks_of_editions(table: Worked, tmp_path: Path):
    edition = table.block.edition
    folder = tmp_path / edition.id / str(edition.year)
    folder.mkdir(parents=True)
    (folder / "framework.yaml").write_text(edition_text(edition), encoding="utf-8")
    errors = [problem for problem in check(load_edition(folder)) if problem.kind.severity == "error"]
    assert [str(problem) for problem in errors] == []


@pytest.mark.parametrize("table", WORKED, ids=name_of)
def test_every_column_of_a_worked_table_is_given_claimed_or_known_to_be_words(table: Worked):
    loose = [
        title
        for title in table.header
        if not GIVEN.match(title)
        and not CLAIMED.match(title)
        and title not in {"unit", *PEER_GROUPS, *COLUMNS_OF_WORDS}
    ]
    assert loose == []
    assert len(claims(table)) >= len(table.rows)


def test_every_table_with_numbers_is_worked():
    loose = [
        name_of(table)
        for table in TABLES
        if table not in WORKED
        and any(cell.strip("−≈ ").replace(",", "").isdigit() for row in table.rows for cell in row)
    ]
    assert loose == []
    assert len(WORKED) >= 13


def test_the_tables_show_every_tie_policy_denominator_basis_and_class_basis():
    settings = [table.block.edition.settings for table in WORKED]
    assert {one.ranking.ties for one in settings} == {"dense", "competition", "ordinal"}
    assert {one.ranking.denominator for one in settings} == {"distinct", "units"}
    assert {one.ranking.basis for one in settings} == {"percent", "points"}
    assert {one.classes.basis for one in settings if one.classes} == {"percent", "points", "quantile"}


def claims(table: Worked) -> list[tuple[str, str, str]]:
    """Every claimed cell: the unit, the title of the column, the text."""
    return [
        (table.unit(row), title, cells[at])
        for at, title in enumerate(table.header)
        if CLAIMED.match(title)
        for row, cells in enumerate(table.rows)
    ]


def card_of(table: Worked, year: str | None) -> Scorecard:
    """Score the values of a table; of a table with two years, those of one."""
    suffix = f" in {year}" if year else ""
    of_year = replace(table, header=[title.removesuffix(suffix) for title in table.header])
    groups = {
        name: pl.Series([cells[table.header.index(name)] for cells in table.rows], dtype=pl.String)
        for name in PEER_GROUPS
        if name in table.header
    }
    return score(of_year.block.edition, of_year.values(), table.units().with_columns(**groups))


class Page:
    """What the engine says of the units of a table, as texts like those of the page."""

    def __init__(self, table: Worked) -> None:
        years = {found["year"] for title in table.header if (found := GIVEN.match(title))}
        self.cards = [card_of(table, year) for year in sorted(years, key=str)]
        self.moved = movement(*self.cards).table if len(self.cards) > 1 else None

    def text(self, unit: str, title: str, said: str) -> str:
        claim = CLAIMED.match(title)
        what, of, group = claim["what"], claim["of"] or "total", claim["group"] or "league"
        if what in CHANGES:
            return as_said(self.moved.filter(unit_id=unit, criterion_id=of)[CHANGES[what]].item(), said)
        if what in LEAGUE_COLUMNS or what == "above mean":
            row = compare_with_league(self.cards[0], [of]).filter(unit_id=unit).row(0, named=True)
            column = LEAGUE_COLUMNS.get(what)
            return as_said(row[column], said) if column else yes_or_no(row["above_mean"])
        return READ[what](self.cards[-1 if what.endswith("after") else 0], unit, of, group, said)


def place(card: Scorecard, unit: str, of: str, group: str, said: str) -> str:
    row = rank(card, [group], [of]).filter(unit_id=unit).row(0, named=True)
    return NOTHING if row["rank"] is None else f"{row['rank']}/{row['of']}"


def tied(card: Scorecard, unit: str, of: str, group: str, said: str) -> str:
    return yes_or_no(rank(card, [group], [of]).filter(unit_id=unit)["tied"].item())


def class_of(card: Scorecard, unit: str, of: str, group: str, said: str) -> str:
    return class_label(card, class_codes(card)[card.unit_number(unit)]) or NOTHING


def to_remedy(card: Scorecard, unit: str, of: str, group: str, said: str) -> str:
    return ", ".join(below_threshold(card).filter(unit_id=unit)["criterion_id"]) or NOTHING


def points(card: Scorecard, unit: str, of: str, group: str, said: str) -> str:
    return exactly(card, card.points(of), unit, of, said)


def percent(card: Scorecard, unit: str, of: str, group: str, said: str) -> str:
    return exactly(card, card.percent(of), unit, of, said)


def exactly(card: Scorecard, column: exact.Exact, unit: str, of: str, said: str) -> str:
    """The text back where the number is the one it prints (≈: rounded half up, and not that number)."""
    at = card.unit_number(unit)
    if not card.valid(of)[at]:
        return NOTHING
    if said == NOTHING:
        return str(exact.to_floats(column)[at])
    wanted = number(said.removeprefix("≈ "))
    is_wanted = bool(exact.equal(column, exact.constant(wanted))[at])
    if said.startswith("≈ "):
        decimals = -wanted.as_tuple().exponent
        is_wanted = not is_wanted and exact.units_of(column, decimals)[at] == int(wanted.scaleb(decimals))
    return said if is_wanted else repr(float(exact.to_floats(column)[at]))


def as_said(got: float | None, said: str) -> str:
    """A number of a table of results, in the form of the page."""
    if got is None:
        return NOTHING
    if not said.startswith("≈ "):
        return format_number(got).replace("-", "−")
    decimals = len(said.partition(",")[2])
    is_rounded = as_decimal(got) != number(said.removeprefix("≈ "))
    return ("≈ " if is_rounded else "") + format_number(got, decimals).replace("-", "−")


def yes_or_no(is_so: bool | None) -> str:
    return NOTHING if is_so is None else "yes" if is_so else "no"


READ = {
    "points": points,
    "percent": percent,
    "rank": place,
    "rank before": place,
    "rank after": place,
    "tied": tied,
    "class": class_of,
    "below threshold": to_remedy,
}
