"""Whether the cases of an edition hold: given values are scored and ranked, and compared with the claim."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from parindex import exact
from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.exact import Exact
from parindex.frameworks.cases import Case, Expected, GivenValue, LoadedCases, load_cases
from parindex.frameworks.loading import Loaded
from parindex.frameworks.yaml_lines import Document, Path
from parindex.language import N_
from parindex.numerals import format_number
from parindex.ranking.classes import class_codes
from parindex.ranking.comparison import below_threshold
from parindex.ranking.ranks import rank
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.tables import STANDINGS, VALUE, VALUES

DOES_NOT_HOLD = kind(
    "FW201",
    N_("ca kiểm thử “{case}” không đúng: {unit}, {what}: mong đợi {expected}, tính ra {got}"),
    N_("sửa giá trị hoặc kết quả mong đợi trong ca kiểm thử; nếu ca kiểm thử đúng thì bộ tiêu chí sai"),
)
CANNOT_RUN = kind(
    "FW209",
    N_("ca kiểm thử “{case}” không chạy được: {reason}"),
    N_("sửa các giá trị của ca kiểm thử theo thông báo này"),
)


def check_cases(loaded: Loaded) -> list[Problem]:
    """Score every case beside an edition and give a problem, with its line, for each claim that fails."""
    try:
        files = load_cases(loaded.folder)
    except ProblemsFound as found:
        return list(found.problems)
    return [problem for file in files for problem in _check_file(loaded, file)]


def _check_file(loaded: Loaded, file: LoadedCases) -> Iterator[Problem]:
    for number, case in enumerate(file.cases):
        path: Path = ("cases", number)
        try:
            card = score_case(loaded, case)
        except ProblemsFound as found:
            reason = "; ".join(dict.fromkeys(problem.what() for problem in found.problems))
            yield Problem(CANNOT_RUN, file.document.place(path), {"case": case.name, "reason": reason})
            continue
        yield from _check_case(card, case, file.document, path)


def score_case(loaded: Loaded, case: Case) -> Scorecard:
    """Score the units of a case as one league, in the order of the file."""
    inputs = {leaf.code: [spec.name for spec in leaf.inputs()] for leaf in loaded.edition.leaves()}
    rows = [row for unit, values in case.units.items() for row in _rows(unit, values, inputs)]
    values = pl.DataFrame(rows, schema=VALUES, orient="row")
    return score(loaded, values, pl.DataFrame({"unit_id": list(case.units)}))


def _rows(
    unit: str, values: dict[str, GivenValue], inputs: dict[str, list[str]]
) -> Iterator[tuple[object, ...]]:
    """Give the rows of ``values``; a standing speaks of every input of its leaf."""
    for criterion, value in values.items():
        if isinstance(value, dict):
            for name, number in value.items():
                yield unit, criterion, name, float(number), None, None
        elif isinstance(value, str):
            for name in inputs.get(criterion, [VALUE]):
                yield unit, criterion, name, None, value, None
        else:
            yield unit, criterion, VALUE, float(value), None, None


def _check_case(card: Scorecard, case: Case, document: Document, path: Path) -> Iterator[Problem]:
    for unit, expected in case.expect.items():
        where = (*path, "expect", unit)
        if unit not in card.inputs.unit_ids:
            yield _problem(document, where, case, unit, ("unit", unit, "—"))
            continue
        for key, what, wanted, got in _compare(card, unit, expected):
            if wanted != got:
                yield _problem(document, (*where, *key), case, unit, (what, wanted, got))


def _problem(document: Document, path: Path, case: Case, unit: str, claim: tuple[str, str, str]) -> Problem:
    what, expected, got = claim
    place = Place(file=document.file, line=document.line(path))
    details = {"case": case.name, "unit": unit, "what": what, "expected": expected, "got": got}
    return Problem(DOES_NOT_HOLD, place, details)


Claim = tuple[Path, str, str, str]
"""Where it is claimed, what is claimed, what is expected, what came out (as texts)."""


def _compare(card: Scorecard, unit: str, expected: Expected) -> Iterator[Claim]:
    number = card.unit_number(unit)
    yield from _numbers(card, number, expected)
    for code, standing in expected.standing.items():
        got = STANDINGS[card.standing[card.outline.row_number[code], number]]
        yield ("standing", code), code, standing, got
    if expected.ranks:
        yield from _ranks(card, unit, expected)
    if expected.class_ is not None:
        yield ("class",), "class", expected.class_, str(class_codes(card)[number])
    if expected.excluded is not None:
        table = card.excluded.filter(pl.col("unit_id") == unit)
        yield ("excluded",), "excluded", _list(expected.excluded), _list(table["criterion_id"].to_list())
    if expected.below_threshold is not None:
        table = below_threshold(card).filter(pl.col("unit_id") == unit)
        got = _list(table["criterion_id"].to_list())
        yield ("below_threshold",), "below_threshold", _list(expected.below_threshold), got


def _list(codes: list[str]) -> str:
    return ", ".join(codes) or "—"


def _numbers(card: Scorecard, unit: int, expected: Expected) -> Iterator[Claim]:
    decimals = card.edition.settings.decimals
    for code, points in expected.points.items():
        cell = _cell(card, card.points(code), code, unit)
        is_equal = cell is not None and points is not None and _is(cell, points)
        wanted = _text(points)
        yield ("points", code), code, wanted, wanted if is_equal else _exact_text(cell)
    for code, text in expected.printed.items():
        yield ("printed", code), code, text, _printed(_cell(card, card.points(code), code, unit), decimals)
    for code, text in expected.percent.items():
        cell = _cell(card, card.percent(code), code, unit)
        yield ("percent", code), f"{code} (%)", text, _printed(cell, decimals)


def _cell(card: Scorecard, column: Exact, code: str, unit: int) -> Exact | None:
    return column.rows(slice(unit, unit + 1)) if card.valid(code)[unit] else None


def _is(cell: Exact, points: Decimal) -> bool:
    return bool(exact.equal(cell, exact.constant(points))[0])


def _text(points: Decimal | None) -> str:
    return "—" if points is None else format_number(points)


def _exact_text(cell: Exact | None) -> str:
    return "—" if cell is None else format_number(float(exact.to_floats(cell)[0]))


def _printed(cell: Exact | None, decimals: int) -> str:
    if cell is None:
        return "—"
    return format_number(Decimal(int(exact.units_of(cell, decimals)[0])).scaleb(-decimals), decimals)


def _ranks(card: Scorecard, unit: str, expected: Expected) -> Iterator[Claim]:
    table = rank(card, criteria=list(expected.ranks)).filter(pl.col("unit_id") == unit)
    got = {row["criterion_id"]: f"{row['rank']}/{row['of']}" for row in table.iter_rows(named=True)}
    for code, text in expected.ranks.items():
        yield ("ranks", code), f"rank {code}", text, got[code]
