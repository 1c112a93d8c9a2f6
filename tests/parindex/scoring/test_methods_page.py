"""The page about scoring is true: every worked table gives, in the engine, exactly what it prints."""

from pathlib import Path
from typing import get_args

import pytest

from parindex import exact
from parindex.frameworks.checks import check
from parindex.frameworks.loading import load_edition
from parindex.frameworks.outline import OutlineNode, outline
from parindex.frameworks.rules import AnyRule
from parindex.frameworks.writing import edition_text
from parindex.ranking.ranks import rank
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.scoring.wording import clause_texts
from tests.parindex.scoring.worked_tables import NOTHING, Worked, number, standing_words, tables_of

PAGE = Path(__file__).resolve().parents[3] / "docs" / "methods" / "scoring.md"
TABLES = tables_of(PAGE)
WORKED = [table for table in TABLES if table.is_worked]
KINDS = [get_args(rule.model_fields["kind"].annotation)[0] for rule in get_args(get_args(AnyRule)[0])]


def name_of(table: Worked) -> str:
    return f"line {table.line}: {table.heading}"


@pytest.mark.parametrize("table", WORKED, ids=name_of)
def test_the_engine_gives_what_the_table_prints(table: Worked):
    card = score(table.block.edition, table.values(), table.units())
    wrong = [
        f"{table.unit(row)}: {what} of {of} is {got}, the page says {text}"
        for row, what, of, text in table.claims()
        if (got := READ[what](card, row, of, text)) != text
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_worked_tables_of_a_kind_show_every_clause_it_can_give(kind: str):
    tables = [table for table in WORKED if f"`{kind}`" in table.heading]
    shown = {text for table in tables for _, what, _, text in table.claims() if what == "clause"}
    known = {text for table in tables for text in clause_texts(leaf_of(table))[:-1]}
    assert known
    assert known - shown == set()


@pytest.mark.parametrize("table", WORKED, ids=name_of)
def test_an_example_of_the_page_passes_the_checks_of_editions(table: Worked, tmp_path: Path):
    edition = table.block.edition
    folder = tmp_path / edition.id / str(edition.year)
    folder.mkdir(parents=True)
    (folder / "framework.yaml").write_text(edition_text(edition), encoding="utf-8")
    errors = [problem for problem in check(load_edition(folder)) if problem.kind.severity == "error"]
    assert [str(problem) for problem in errors] == []


def test_every_table_with_numbers_is_either_worked_or_a_table_of_words():
    loose = [
        name_of(table)
        for table in TABLES
        if not table.is_worked
        and any(cell.strip("−≈ ").replace(",", "").isdigit() for row in table.rows for cell in row)
    ]
    assert loose == []
    assert len(WORKED) >= 40


def leaf_of(table: Worked) -> OutlineNode:
    return outline(table.block.edition).leaves[0]


def points(card: Scorecard, row: int, of: str, text: str) -> str:
    return shown(card, card.points(of), row, of, text)


def percent(card: Scorecard, row: int, of: str, text: str) -> str:
    return shown(card, card.percent(of), row, of, text)


def maximum(card: Scorecard, row: int, of: str, text: str) -> str:
    units = card.applicable[card.outline.row_number[of]]
    column = exact.Exact(units if len(units) > 1 else units.repeat(len(card.units)))
    return (
        text if exact.equal(column, exact.constant(number(text)))[row] else str(exact.to_floats(column)[row])
    )


def shown(card: Scorecard, column: exact.Exact, row: int, of: str, text: str) -> str:
    """Give the text back where the number is the one it prints (≈: rounded half up), else the number."""
    if not card.valid(of)[row]:
        return NOTHING
    if text == NOTHING:
        return str(exact.to_floats(column)[row])
    said = number(text.removeprefix("≈ "))
    if text.startswith("≈ "):
        decimals = -said.as_tuple().exponent
        is_right = exact.units_of(column, decimals)[row] == int(said.scaleb(decimals))
        is_right = is_right and not exact.equal(column, exact.constant(said))[row]
    else:
        is_right = exact.equal(column, exact.constant(said))[row]
    return text if is_right else repr(float(exact.to_floats(column)[row]))


def standing(card: Scorecard, row: int, of: str, text: str) -> str:
    return standing_words(card.standing[card.outline.row_number[of], row])


def missing_below(card: Scorecard, row: int, of: str, text: str) -> str:
    return str(card.scores.filter(criterion_id=of)["missing_leaves"][row])


def clause(card: Scorecard, row: int, of: str, text: str) -> str:
    return card.explanations.filter(criterion_id=of)["clause"][row] or NOTHING


def left_out(card: Scorecard, row: int, of: str, text: str) -> str:
    unit = card.inputs.unit_ids[row]
    return ", ".join(card.excluded.filter(unit_id=unit)["criterion_id"]) or NOTHING


def rank_(card: Scorecard, row: int, of: str, text: str) -> str:
    place, out_of = rank(card, criteria=[of]).select("rank", "of").row(row)
    return NOTHING if place is None else f"{place}/{out_of}"


READ = {
    "points": points,
    "percent": percent,
    "maximum": maximum,
    "rank": rank_,
    "standing": standing,
    "missing below": missing_below,
    "clause": clause,
    "left out": left_out,
}
