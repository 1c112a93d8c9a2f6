"""Frames and small tables in people's files: CSV, XLSX, Parquet; columns found by their titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

import polars as pl

from parindex.errors import Place
from parindex.numerals import STYLES, Readings, Style, read_number
from parindex.reading.csv_text import Score
from parindex.reading.decimals import Decimals
from parindex.reading.files import open_grids
from parindex.reading.findings import Findings, stop
from parindex.reading.grid import Grid, Header
from parindex.reading.kinds import EMPTY, NO_ROWS, WHICH_SHEET
from parindex.surveys.sampling.frames import CONTACTS, ROW, Frame, clusters_by_unit
from parindex.surveys.sampling.kinds import (
    DOUBLED_COLUMN,
    NO_COLUMN,
    NO_ELEMENTS,
    NOT_A_NUMBER,
    UNCLEAR_NUMBER,
)
from parindex.text import fold, fold_expr

TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "element_id": ("Mã phần tử", "element_id", "Mã hồ sơ", "MaHoSo", "Mã hộ", "Mã phiếu hẹn", "code", "Mã"),
    "person_id": ("Mã người", "person_id", "Mã người nộp", "Mã định danh", "Số định danh", "Mã khách hàng"),
    "unit_id": ("Mã đơn vị", "unit_id", "MaDonVi", "Mã xã", "Đơn vị giải quyết", "Đơn vị", "Xã", "unit"),
    "stratum": ("Tầng", "stratum"),
    "psu": ("Mã cụm", "psu", "Cụm", "Mã thôn", "Thôn", "Thôn/Tổ dân phố", "Tổ dân phố", "Địa bàn"),
    "ssu": ("Mã cụm cấp 2", "ssu", "Cụm cấp 2"),
    "size": ("Quy mô", "size", "Số hộ", "Dân số", "Số dân", "Số hồ sơ", "Số nhân khẩu"),
    "prior": ("Xác suất chọn trước", "prior"),
    "name": ("Họ và tên", "Họ tên", "Tên chủ hộ", "Chủ hộ", "name"),
    "address": ("Địa chỉ", "address"),
    "phone": ("Điện thoại", "Số điện thoại", "phone"),
    "population": ("Tổng thể", "population", "Số hồ sơ", "Số hộ", "Dân số", "Số dân", "Số lượt", "N"),
    "n": ("Cỡ mẫu", "n", "Số phiếu", "sample"),
    "deviation": ("Độ lệch chuẩn", "deviation", "sd"),
    "floor": ("Sàn", "Tối thiểu", "floor"),
    "cap": ("Trần", "Tối đa", "cap"),
    "is_reserve": ("is_reserve", "Dự phòng"),
    "order": ("order", "Thứ tự"),
    "weight": ("weight", "Trọng số"),
}  # fmt: skip
"""How a column may be called; where several are there, the one named first here is meant."""
NUMBERS: Final = frozenset(
    {"size", "prior", "population", "n", "deviation", "floor", "cap", "order", "weight"}
)
COUNTS: Final = frozenset({"population", "n", "floor", "cap"})
FRAME_ROLES: Final = (
    "element_id",
    "person_id",
    "unit_id",
    "stratum",
    "psu",
    "ssu",
    "size",
    "prior",
    *CONTACTS,
)
SIZE_ROLES: Final = ("unit_id", "stratum", "population", "n", "deviation", "floor", "cap")
SAMPLE_ROLES: Final = ("element_id", "is_reserve", "order", "weight")
_LOOKED_AT: Final = 60
_YES: Final = ("true", "1", "x", "co", "du phong")
_LONGEST: Final = 200


@dataclass(frozen=True)
class Ask:
    """How a file is to be read.

    ``columns`` gives a role the title of its column; ``strata`` and ``sort`` name roles or titles.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    strata: Sequence[str] = ()
    sort: Sequence[str] = ()
    decimal: Decimals = "auto"
    sheet: str | None = None


def read_frame(path: Path | str, ask: Ask | None = None) -> Frame:
    """Read a list of dossiers, households, villages or units to draw from.

    Raises :class:`ProblemsFound` with all problems: no column of codes, a size that is no number, and what
    :meth:`Frame.problems` finds. A list whose only code is that of the cluster (villages) or the unit has
    those as its elements, where none is twice.
    """
    asked = ask or Ask()
    table, findings, titles = _read(path, FRAME_ROLES, asked)
    if "element_id" not in table.columns:
        table = _of_clusters(table, findings, titles)
    for name in dict.fromkeys((*asked.strata, *asked.sort)):
        if name in FRAME_ROLES and name not in table.columns:
            findings.add(NO_COLUMN, given=name, known=_known(findings.columns))
    findings.stop_if_wrong()
    frame = Frame.of(table, asked.strata, findings.place)
    named = Frame(frame.table, frame.place, frame.contacts, titles)
    checked = named.findings()
    named.check(checked)
    checked.stop_if_wrong()
    return named


def read_sizes(path: Path | str, ask: Ask | None = None) -> pl.DataFrame:
    """Read a table of units or strata: those of :data:`SIZE_ROLES` that it has, and ``row``.

    Raises :class:`ProblemsFound` with all problems.
    """
    table, findings, _ = _read(path, SIZE_ROLES, ask or Ask())
    findings.stop_if_wrong()
    return table


def read_sample(path: Path | str, ask: Ask | None = None) -> pl.DataFrame:
    """Read the list of a sample to hold against its draw: those of :data:`SAMPLE_ROLES` that it has.

    Raises :class:`ProblemsFound`: no codes, no order, a number that is none.
    """
    table, findings, _ = _read(path, SAMPLE_ROLES, ask or Ask(decimal="point"))
    for name in ("element_id", "order"):
        if name not in table.columns:
            findings.add(NO_COLUMN, given=TITLES[name][0], known=_known(findings.columns))
    findings.stop_if_wrong()
    word = pl.col("is_reserve") if "is_reserve" in table.columns else pl.lit(None, pl.String)
    is_reserve = fold_expr(word).is_in(_YES).fill_null(value=False)
    return table.with_columns(is_reserve.alias("is_reserve"), pl.col("order").cast(pl.Int64))


def _read(path: Path | str, roles: Sequence[str], ask: Ask) -> tuple[pl.DataFrame, Findings, dict[str, str]]:
    grid = _table_of(Path(path), roles, ask)
    heads = [one.text for one in grid.header or ()]
    findings = Findings(grid.place, heads)
    found = _roles(heads, roles, ask, findings)
    columns = [pl.Series(ROW, grid.rows, pl.UInt32)]
    for name, at in found.items():
        cells = (
            _numbers(grid, name, at, ask.decimal, findings)
            if name in NUMBERS
            else grid.columns[at].texts(grid.height)
        )
        columns.append(cells.alias(name))
    return pl.DataFrame(columns), findings, {name: heads[at] for name, at in found.items()}


def _table_of(path: Path, roles: Sequence[str], ask: Ask) -> Grid:
    """Choose the sheet and the row of titles that are understood best."""
    wanted = {fold(title) for role in roles for title in TITLES[role]}
    wanted |= {fold(title) for title in (*ask.columns.values(), *ask.strata, *ask.sort)}

    def score(header: tuple[Header, ...]) -> int:
        return sum(fold(one.text) in wanted for one in header)

    grids = [grid for grid in open_grids(path, ask.sheet, score) if grid.height or grid.header]
    if not grids:
        raise stop(EMPTY, Place(file=str(path)))
    titled = [_titled(grid, score) for grid in grids]
    good = [grid for grid in titled if grid.header and score(grid.header)]
    if len(good) > 1:
        names = [str(grid.place.sheet) for grid in good]
        raise stop(WHICH_SHEET, good[0].place, count=len(names), known=", ".join(names), first=names[0])
    chosen = (good or titled)[0]
    if not chosen.height:
        raise stop(NO_ROWS, chosen.place)
    return chosen


def _known(heads: Sequence[str]) -> str:
    return ", ".join(one for one in heads if one)[:_LONGEST] or "–"


def _titled(grid: Grid, score: Score) -> Grid:
    if grid.header is not None:
        return grid
    lines = grid.lines(_LOOKED_AT)
    scores = [score(line) for line in lines]
    best = scores.index(max(scores))
    return grid.titled(lines[best], best)


def _roles(heads: Sequence[str], roles: Sequence[str], ask: Ask, findings: Findings) -> dict[str, int]:
    """Say which column is what; a title that the line gives to a role is taken by no other."""
    folded = [fold(one) for one in heads]
    found: dict[str, int] = {}
    others = {title: title for title in (*ask.strata, *ask.sort) if title not in roles}
    for role, title in {**others, **ask.columns}.items():
        if fold(title) in folded:
            found[role] = folded.index(fold(title))
        else:
            findings.add(NO_COLUMN, given=title, known=_known(heads))
    taken = {found[role] for role in ask.columns if role in found}
    for role in roles:
        if role not in ask.columns:
            at = _first(role, folded, taken)
            if at is not None:
                found[role] = at
                _note_double(role, at, heads, findings)
    return found


def _first(role: str, folded: Sequence[str], taken: set[int]) -> int | None:
    for title in TITLES[role]:
        places = [at for at, one in enumerate(folded) if one == fold(title) and at not in taken]
        if places:
            return places[0]
    return None


def _note_double(role: str, at: int, heads: Sequence[str], findings: Findings) -> None:
    again = [one for other, one in enumerate(heads) if other != at and fold(one) == fold(heads[at])]
    if again:
        findings.add(DOUBLED_COLUMN, None, at, field=role, first=heads[at], second=again[0])


def _of_clusters(table: pl.DataFrame, findings: Findings, titles: dict[str, str]) -> pl.DataFrame:
    """Take villages or units as the elements of a list that has no other code."""
    table = clusters_by_unit(table)
    for name in ("psu", "unit_id"):
        if name in table.columns and table[name].is_not_null().all() and table[name].is_unique().all():
            titles["element_id"] = titles[name]
            return table.with_columns(element_id=pl.col(name)).drop("psu", strict=False)
    findings.add(NO_ELEMENTS, found=_known(findings.columns), example=", ".join(TITLES["element_id"][:3]))
    return table.with_columns(element_id=pl.lit(None, pl.String))


def _numbers(grid: Grid, role: str, at: int, decimal: Decimals, findings: Findings) -> pl.Series:
    """Read a column of numbers: real ones as they are, texts in the style that the column shows."""
    column = grid.columns[at]
    nothing = pl.Series(values=[None] * grid.height, dtype=pl.Float64)
    real = nothing if column.number is None else column.number.cast(pl.Float64)
    if column.text is None:
        return real
    texts = column.text.drop_nulls().unique(maintain_order=True).to_list()
    readings = {text: read_number(text) for text in texts}
    style = _style(readings.values(), decimal, is_whole=role in COUNTS)
    meant = {text: value for text, both in readings.items() if (value := _meant(both, style)) is not None}
    for text in readings.keys() - meant.keys():
        _note_number(grid, at, text, readings[text], findings)
    typed = column.text.replace_strict(meant, default=None, return_dtype=pl.Float64)
    return typed.zip_with(typed.is_not_null(), real)


def _style(readings: Iterable[Readings], decimal: Decimals, *, is_whole: bool) -> Style | None:
    """Give the only style in which every text is a number (a whole one, for a count); None where unclear."""
    if decimal != "auto":
        return decimal
    listed = list(readings)
    fitting = [style for style in STYLES if all(_fits(getattr(one, style), is_whole) for one in listed)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(number: Decimal | None, is_whole: bool) -> bool:  # noqa: FBT001  # of the column
    return number is not None and not (is_whole and number % 1)


def _meant(both: Readings, style: Style | None) -> float | None:
    if style is not None:
        number = both.comma if style == "comma" else both.point
    elif both.is_ambiguous:
        number = None
    else:
        number = both.point if both.comma is None else both.comma
    return None if number is None else float(number)


def _note_number(grid: Grid, at: int, text: str, both: Readings, findings: Findings) -> None:
    cells = grid.columns[at].text
    row = grid.rows[int((cells == text).arg_max() or 0)] if cells is not None else None
    if both.is_ambiguous:
        findings.add(UNCLEAR_NUMBER, row, at, given=text, comma=both.comma, point=both.point)
    else:
        findings.add(NOT_A_NUMBER, row, at, given=text)
