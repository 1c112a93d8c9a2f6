"""Files of answers as the table of codes: CSV, XLSX, Parquet, ODK, Kobo, SPSS; all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from parindex.errors import Place, Problem, ProblemKind
from parindex.reading.files import open_grids
from parindex.reading.findings import Findings, stop
from parindex.reading.grid import Grid, Header
from parindex.reading.kinds import EMPTY, NO_ROWS
from parindex.surveys.answers import cells as cell
from parindex.surveys.answers import kinds
from parindex.surveys.answers.headers import FINISHED, STARTED, Target, Titles
from parindex.surveys.answers.sav import is_sav, read_sav
from parindex.surveys.answers.table import RESPONSE_ID, UNIT_ID, WEIGHT, answers_schema
from parindex.surveys.instruments.model import Column, Instrument

ZONE: Final = "Asia/Ho_Chi_Minh"
_LOOKED_AT: Final = 30
_LONGEST: Final = 80
_SHOWN: Final = 8
_KINDS: Final[dict[str, ProblemKind]] = {
    "code": kinds.NOT_AN_OPTION,
    "flag": kinds.NOT_A_FLAG,
    "integer": kinds.NOT_WHOLE,
    "decimal": kinds.NOT_A_NUMBER,
    "date": kinds.NOT_A_DAY,
}


@dataclass(frozen=True)
class ReadAnswers:
    """The table of answers, and what was passed over or is odd (warnings)."""

    frame: pl.DataFrame
    warnings: tuple[Problem, ...]


def read_answers(
    path: Path | str,
    form: Instrument,
    *,
    sheet: str | None = None,
    unit_id: str | None = None,
    others: tuple[str, ...] = (),
) -> ReadAnswers:
    """Read a file of answers to a form.

    A cell holds the code, the name or the label of an option; a question with several answers is one column
    (``1 3``) or a column for each option. ``unit_id`` is for a file of one unit; ``others`` names columns
    that are kept as texts. Columns of the sample (weight, stratum, psu) and of the fieldwork (started_at,
    finished_at, interviewer, device, form_version) are kept where they are there.

    Raises :class:`ProblemsFound` with every problem of the file at its row and column.
    """
    file = Path(path)
    titles = Titles(form, others)
    grids = [read_sav(file)] if is_sav(file) else open_grids(file, sheet, lambda line: _score(titles, line))
    return _Reading(form, titles, _chosen(grids, titles, Place(file=str(path)), form)).read(unit_id)


def answers_from(grid: Grid, form: Instrument, unit_id: str | None = None) -> ReadAnswers:
    """Read answers from a grid that has its header; see :func:`read_answers`."""
    return _Reading(form, Titles(form), grid).read(unit_id)


def _score(titles: Titles, line: tuple[Header, ...]) -> int:
    """Count the columns of the form that a line names; repeated words count once."""
    targets = {titles.target(one.text) for one in line if one.text}
    return sum(1 for one in targets if one is not None and one.what in ("column", "packed"))


def _chosen(grids: Iterable[Grid], titles: Titles, place: Place, form: Instrument) -> Grid:
    """Give the table whose header names the most columns of the form, below its header."""
    best: tuple[int, Grid] | None = None
    seen: list[str] = []
    for grid in grids:
        lines = [grid.header] if grid.header is not None else grid.lines(_LOOKED_AT)
        scores = [_score(titles, line) for line in lines]
        seen += [one.text for one in (lines[0] if lines else ()) if one.text][:_SHOWN]
        most = max(scores, default=0)
        if most and (best is None or most > best[0]):
            position = scores.index(most)
            best = most, (grid if grid.header is not None else grid.titled(lines[position], position))
    if best is None:
        example = form.columns[0].id if form.columns else ""
        raise stop(
            kinds.NO_QUESTION if seen else EMPTY,
            place,
            form=form.ref,
            found=", ".join(seen[:_SHOWN]),
            example=example,
        )
    if not best[1].height:
        raise stop(NO_ROWS, place)
    return best[1]


class _Reading:
    """Reads one table: which column is which, then each column."""

    def __init__(self, form: Instrument, titles: Titles, grid: Grid) -> None:
        self.form = form
        self.titles = titles
        self.grid = grid
        self.header = [one.text for one in grid.header or ()]
        self.findings = Findings(grid.place, self.header)
        self.taken: dict[str, int] = {}
        """The number of the column that each column of the result is read from."""
        self.packed: dict[str, int] = {}

    def read(self, unit_id: str | None) -> ReadAnswers:
        self._match()
        made: dict[str, pl.Series] = {}
        for name, number in self.packed.items():
            made |= self._packed(name, number)
        for name, number in self.taken.items():
            made[name] = self._column(name, number)
        self._ids(made)
        self._units(made, unit_id)
        self._tell_missing(made)
        self.findings.stop_if_wrong()
        return ReadAnswers(self._frame(made), self.findings.problems())

    # ----------------------------------------------------------------- columns

    def _match(self) -> None:
        for number, title in enumerate(self.header):
            target = self.titles.target(title) if title else Target("unread", "")
            if target is None:
                near = ", ".join(self.titles.near(title)) or "–"
                self.findings.add(kinds.UNKNOWN_COLUMN, None, number, header=title[:_LONGEST], near=near)
            elif target.what != "unread":
                self._take(target, number)

    def _take(self, target: Target, number: int) -> None:
        where = self.packed if target.what == "packed" else self.taken
        if target.name not in where:
            where[target.name] = number
        elif target.what == "kept":
            rank = self.titles.rank
            where[target.name] = min(where[target.name], number, key=lambda one: rank(self.header[one]))
        else:
            first = self.header[where[target.name]]
            details = {"first": first, "second": self.header[number], "column": target.name}
            self.findings.add(kinds.DOUBLED_COLUMN, None, number, **details)

    def _texts(self, number: int) -> pl.Series:
        return self.grid.columns[number].texts(self.grid.height)

    def _column(self, name: str, number: int) -> pl.Series:
        texts = self._texts(number)
        column = self.form.column_by_id.get(name)
        if column is not None:
            return self._answers(column, texts, number)
        if name == WEIGHT:
            return self._told(cell.decimals(texts), texts, number, kinds.NOT_A_NUMBER, name)
        if name in (STARTED, FINISHED):
            return self._told(cell.moments(texts, ZONE), texts, number, kinds.NOT_A_MOMENT, name)
        return texts

    def _answers(self, column: Column, texts: pl.Series, number: int) -> pl.Series:
        if column.kind == "text":
            return texts.str.replace(r"^'('*[=+@-])", "$1")
        readers: dict[str, Callable[[pl.Series], pl.Series]] = {
            "code": lambda found: cell.codes(found, column.options),
            "flag": cell.flags,
            "integer": cell.whole,
            "decimal": cell.decimals,
            "date": cell.days,
        }
        known = "; ".join(f"{one.spelling} ({one.label.vi})" for one in column.options[:_SHOWN])
        return self._told(readers[column.kind](texts), texts, number, _KINDS[column.kind], column.id, known)

    def _told(
        self, found: pl.Series, texts: pl.Series, number: int, kind: ProblemKind, name: str, known: str = ""
    ) -> pl.Series:
        """Note every cell with something in it that was not understood."""
        wrong = texts.is_not_null() & found.is_null()
        if wrong.any():
            rows = pl.DataFrame({"row": self.grid.rows.filter(wrong), "given": texts.filter(wrong)})
            rows = rows.with_columns(pl.lit(number).alias("col"), pl.col("given").str.slice(0, _LONGEST))
            self.findings.add_rows(
                kind, rows, lambda row: {"given": row["given"], "column": name, "known": known}
            )
        return found

    def _packed(self, name: str, number: int) -> dict[str, pl.Series]:
        question = self.form.by_id[name]
        options = self.form.options_of(question)
        texts = self._texts(number)
        found, is_good = cell.packed(texts, options)
        known = "; ".join(f"{one.spelling} ({one.label.vi})" for one in options[:_SHOWN])
        marks = pl.Series([None if not good else 1 for good in is_good], dtype=pl.Int16)
        self._told(marks, texts, number, kinds.NOT_AN_OPTION, name, known)
        return {f"{name}:{code}": series for code, series in found.items()}

    # -------------------------------------------------------------------- rows

    def _ids(self, made: dict[str, pl.Series]) -> None:
        if RESPONSE_ID not in made:
            self.findings.add(kinds.NO_ID)
            made[RESPONSE_ID] = self.grid.rows.cast(pl.String)
            return
        ids, number = made[RESPONSE_ID], self.taken[RESPONSE_ID]
        for row in self.grid.rows.filter(ids.is_null()):
            self.findings.add(kinds.EMPTY_ID, row, number)
        frame = pl.DataFrame({"id": ids, "row": self.grid.rows}).drop_nulls()
        doubled = frame.with_columns(first=pl.col("row").first().over("id")).filter(
            pl.col("row") != pl.col("first")
        )
        for one in doubled.iter_rows(named=True):
            self.findings.add(kinds.DOUBLED_ID, one["row"], number, id=one["id"], first=one["first"])

    def _units(self, made: dict[str, pl.Series], unit_id: str | None) -> None:
        if UNIT_ID in made:
            return
        if unit_id is None:
            self.findings.add(kinds.NO_UNIT)
        made[UNIT_ID] = pl.Series([unit_id] * self.grid.height, dtype=pl.String)

    def _tell_missing(self, made: dict[str, pl.Series]) -> None:
        missing = [one.id for one in self.form.columns if one.id not in made and one.kind != "text"]
        if missing:
            shown = ", ".join(missing[:_SHOWN]) + (", …" if len(missing) > _SHOWN else "")
            self.findings.add(kinds.MISSING_COLUMNS, count=len(missing), columns=shown)

    def _frame(self, made: dict[str, pl.Series]) -> pl.DataFrame:
        """Put the columns in the order of the contract."""
        schema = answers_schema(self.form)
        height = self.grid.height
        kept = [name for name in made if name not in schema]
        order = [
            RESPONSE_ID,
            UNIT_ID,
            *kept,
            *(name for name in schema if name not in (RESPONSE_ID, UNIT_ID)),
        ]
        empty = pl.Series([None] * height)
        series = [(made[name] if name in made else empty.cast(schema[name])).alias(name) for name in order]
        return _with_zeros(pl.DataFrame(series), self.form)


def _with_zeros(frame: pl.DataFrame, form: Instrument) -> pl.DataFrame:
    """Fill the flags of a question with 0 where another is chosen; files with crosses leave them blank."""
    for question in form.questions:
        if question.kind == "multi":
            names = [f"{question.id}:{option.code}" for option in form.options_of(question)]
            is_answered = pl.any_horizontal(pl.col(name) == 1 for name in names)
            filled = (
                pl.when(is_answered).then(pl.col(name).fill_null(0)).otherwise(pl.col(name)) for name in names
            )
            frame = frame.with_columns(**dict(zip(names, filled, strict=True)))
    return frame
