"""What the commands about answers share: tables read as texts, the form, the record of a step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from parindex.cli.desk import Desk
from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.language import N_

if TYPE_CHECKING:
    import polars as pl

    from parindex.reading.grid import Grid

LACKS_COLUMN: Final = kind(
    "CL740",
    N_("tệp không có cột “{column}”"),
    N_("sửa tên cột trên dòng lệnh, hoặc thêm cột; tệp có: {known}"),
)
DOUBLED_CODE: Final = kind(
    "CL742",
    N_("cột “{column}” ghi {count} mã nhiều lần, đầu tiên là “{first}”"),
    N_("mỗi mã chỉ giữ một dòng"),
)
NOT_A_COUNT: Final = kind(
    "CL743",
    N_("“{given}” ở cột “{column}” không rõ là số nào"),
    N_("ghi số người bằng chữ số liền nhau, như 1200, hoặc đặt ô là số trong Excel"),
)
NOT_A_VALUE: Final = kind("CL752", N_("{flag} không hiểu “{given}”"), N_("ghi như {example}"))
FORM_HELP: Final = N_("phiếu hỏi: tên như sipas-population@2026, hoặc tệp instrument.yaml")
_LOOKED_AT: Final = 30
_LONGEST: Final = 200
POPULATION_TITLES: Final = ("population", "Tổng thể", "Dân số", "Số dân", "Số người", "Số hộ", "Số hồ sơ")


@dataclass(frozen=True)
class StepFlags:
    """What is kept of a step beside its result."""

    record: Annotated[
        str | None,
        typer.Option(
            "--record",
            metavar=N_("TỆP.json"),
            help=N_("ghi lại bước này, để lập phiếu phương pháp (survey methodcard --from)"),
        ),
    ] = None

    def must_be_possible(self, desk: Desk) -> None:
        """Refuse, before any work, a record that could not be written."""
        from parindex.cli.files import must_have_folder

        if self.record:
            desk.must_end_in(self.record, ".json", "--record")
            must_have_folder(Path(self.record))

    def write(self, desk: Desk, facts: Mapping[str, Any]) -> None:
        """Write the facts of the step where they are wanted."""
        from parindex.cli.files import replacing

        if self.record:
            text = json.dumps(dict(facts), ensure_ascii=False, indent=2) + "\n"
            with replacing(Path(self.record)) as target:
                target.write_text(text, encoding="utf-8")
            desk.written(self.record)


def read_texts(
    path: str, roles: Mapping[str, Sequence[str]], needed: Iterable[str] = (), sheet: str | None = None
) -> pl.DataFrame:
    """Read a table with all its cells as texts.

    A column whose title is one of a role's has the name of the role; the others keep their titles. Raises
    :class:`ProblemsFound`: an unreadable or empty file, each of ``needed`` that is not there.
    """
    import polars as pl

    from parindex.text import fold

    names = {fold(title): role for role, titles in roles.items() for title in (role, *titles)}
    grid = _table(path, names, sheet)
    made: dict[str, pl.Series] = {}
    for column, head in zip(grid.columns, grid.header or (), strict=False):
        name = names.get(fold(head.text), head.text) if head.text else ""
        if name and name not in made:
            made[name] = column.texts(grid.height)
    must_have(made, needed, path)
    return pl.DataFrame(made)


def must_have(columns: Iterable[str], needed: Iterable[str], path: str) -> None:
    """Refuse columns that a file lacks, all at once."""
    known = ", ".join(columns)[:_LONGEST]
    present = set(columns)
    lacking = [name for name in needed if name not in present]
    if lacking:
        place = Place(file=path)
        raise ProblemsFound(Problem(LACKS_COLUMN, place, {"column": one, "known": known}) for one in lacking)


def must_be_unique(codes: pl.Series, path: str) -> None:
    """Refuse codes that stand in more than one row."""
    doubled = codes.drop_nulls().filter(codes.drop_nulls().is_duplicated()).unique(maintain_order=True)
    if doubled.len():
        details = {"column": codes.name, "count": doubled.len(), "first": doubled[0]}
        raise ProblemsFound([Problem(DOUBLED_CODE, Place(file=path), details)])


def read_margin(path: str) -> pl.DataFrame:
    """Read a table of known totals: ``population`` as numbers, its other columns as texts that name cells."""
    import polars as pl

    table = read_texts(path, {"population": POPULATION_TITLES}, ["population"])
    counts = [_count(text, path) for text in table["population"]]
    return table.with_columns(pl.Series("population", counts, dtype=pl.Float64))


def _count(text: str | None, path: str) -> float | None:
    """Read a number of people; refuse 1.200, which is two numbers."""
    from parindex.numerals import read_number

    if text is None:
        return None
    both = read_number(text)
    number = both.point if both.comma is None else both.comma
    if number is None or both.is_ambiguous:
        details = {"given": text, "column": "population"}
        raise ProblemsFound([Problem(NOT_A_COUNT, Place(file=path), details)])
    return float(number)


def _table(path: str, names: Mapping[str, str], sheet: str | None) -> Grid:
    """Give the table whose titles are understood best; where none is, the first line is the titles."""
    from parindex.reading.files import open_grids
    from parindex.reading.findings import stop
    from parindex.reading.kinds import NO_ROWS
    from parindex.text import fold

    def score(line: Sequence[Any]) -> int:
        return len({names[fold(one.text)] for one in line if one.text and fold(one.text) in names})

    best: tuple[int, Grid] | None = None
    for grid in open_grids(Path(path), sheet, score):
        lines = [grid.header] if grid.header is not None else grid.lines(_LOOKED_AT)
        scores = [score(line) for line in lines]
        if lines and (best is None or max(scores) > best[0]):
            at = scores.index(max(scores))
            best = max(scores), (grid if grid.header is not None else grid.titled(lines[at], at))
    if best is None or not best[1].height:
        raise stop(NO_ROWS, Place(file=path))
    return best[1]
