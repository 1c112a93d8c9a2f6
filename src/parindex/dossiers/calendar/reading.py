"""Reading calendars: the shipped years, and tables of a user that replace or extend a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path as FilePath
from typing import Any, Final

from parindex.dossiers.calendar.days import Calendar, DayKind, SpecialDay, calendar_of
from parindex.dossiers.calendar.sense import (
    DATE_TWICE,
    MISSING_KEY,
    NOT_READ,
    UNKNOWN_KEY,
    WRONG_VALUE,
    problems_of_year,
)
from parindex.errors import Problem, ProblemsFound, raise_if_any
from parindex.frameworks.loading import read_text
from parindex.frameworks.yaml_lines import Document, Path, parse
from parindex.language import N_

VIET_NAM: Final = "viet-nam"
SHIPPED_YEARS: Final = range(2015, 2031)
"""The years whose special days are shipped."""
FORECAST_FROM: Final = 2027
"""From this year on the law is known, the decision of the year is not."""
_TABLE_KEYS: Final = ("calendar", "year", "mode", "days")
_DAY_KEYS: Final = ("date", "kind", "in_place_of", "name", "basis", "forecast")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100

_A_YEAR: Final = N_("phải là một năm, từ 1990 đến 2100")
_A_DAY: Final = N_("phải là một ngày, viết năm-tháng-ngày như 2026-08-31")
_A_KIND: Final = N_("phải là holiday (nghỉ lễ), substitute_off (nghỉ bù) hoặc make_up_working (làm bù)")
_A_MODE: Final = N_("phải là replace (thay cả năm) hoặc extend (thêm vào năm đã có)")
_A_NAME: Final = N_("phải là một khối có khóa vi (tên tiếng Việt), có thể thêm khóa en")
_A_TEXT: Final = N_("phải là chữ, không để trống")
_A_LIST: Final = N_("phải là một danh sách các ngày, mỗi ngày là một khối bắt đầu bằng dấu gạch ngang")
_A_MARK: Final = N_("phải là true hoặc false")


@dataclass(frozen=True)
class YearTable:
    """The special days of one year as a file says them, with the line of each day."""

    year: int
    days: tuple[SpecialDay, ...]
    replaces: bool
    file: str
    lines: dict[date, int | None]


def folder_of_years(name: str = VIET_NAM) -> FilePath:
    """Give the folder of the shipped years: inside the wheel, or ``calendars/`` of a checkout."""
    package = FilePath(__file__).resolve().parents[2]
    packed = package / "calendars"
    return (packed if packed.is_dir() else package.parents[1] / "calendars") / name


@cache
def shipped_calendar(name: str = VIET_NAM) -> Calendar:
    """Give the calendar of all shipped years.

    >>> shipped_calendar().is_working(date(2026, 8, 22))  # makes up for 31/8/2026
    True
    """
    return load_calendar(folder_of_years(name))


def load_calendar(folder: FilePath | str, changes: Iterable[FilePath | str] = ()) -> Calendar:
    """Read every ``<year>.yaml`` of a folder, then the tables that replace or extend a year, in order.

    Raises :class:`ProblemsFound` with every problem of every file, each with its line.
    """
    files = [*sorted(FilePath(folder).glob("*.yaml")), *map(FilePath, changes)]
    return _merged(_tables(files))


def calendar_with(changes: Iterable[FilePath | str], base: Calendar | None = None) -> Calendar:
    """Give the shipped calendar (or ``base``) with tables of a user laid over it.

    A table with ``mode: replace`` takes the place of the whole year, ``mode: extend`` adds days and takes
    the place of those of the same date. Raises :class:`ProblemsFound` with all problems at once.
    """
    return _merged(_tables(map(FilePath, changes)), base or shipped_calendar())


def _tables(files: Iterable[FilePath]) -> list[YearTable]:
    tables: list[YearTable] = []
    problems: list[Problem] = []
    for file in files:
        try:
            tables.append(read_year(file))
        except ProblemsFound as found:
            problems += found.problems
    raise_if_any(problems)
    return tables


def _merged(tables: list[YearTable], base: Calendar | None = None) -> Calendar:
    by_year: dict[int, dict[date, SpecialDay]] = {}
    for year, day in _days_by_year(base) if base else ():
        by_year.setdefault(year, {})[day.on] = day
    problems: list[Problem] = []
    for table in tables:
        before = {} if table.replaces else by_year.get(table.year, {})
        by_year[table.year] = before | {day.on: day for day in table.days}
        problems += problems_of_year(table.year, by_year[table.year].values(), table.file, table.lines)
    raise_if_any(problems)
    years = {*by_year, *(base.years if base else ())}
    return calendar_of({day.on: day for days in by_year.values() for day in days.values()}.values(), years)


def _days_by_year(calendar: Calendar) -> Iterator[tuple[int, SpecialDay]]:
    """Give each day with the year whose file says it: a make-up day stands with the day it makes up for."""
    for day in calendar.days:
        is_made_up = day.is_working and day.in_place_of is not None
        yield (day.in_place_of.year if is_made_up and day.in_place_of else day.on.year), day


def read_year(file: FilePath | str) -> YearTable:
    """Read the table of one year; raise :class:`ProblemsFound` with every problem of its form."""
    return table_of(_parsed(FilePath(file)))


def _parsed(file: FilePath) -> Document:
    try:
        return parse(read_text(file), str(file))
    except ProblemsFound as found:
        raise ProblemsFound([_as_ours(problem) for problem in found.problems]) from None


def _as_ours(problem: Problem) -> Problem:
    """Say a problem of YAML under the code of calendars."""
    reason = problem.details.get("reason")
    return Problem(NOT_READ, problem.place, {"reason": reason}) if reason else problem


def table_of(document: Document) -> YearTable:
    """Make the table of a document's data; raise :class:`ProblemsFound` with the line of each problem."""
    reader = _Reader(document)
    table = reader.table()
    raise_if_any(sorted(reader.problems, key=lambda problem: problem.place.line or 0))
    return table


class _Reader:
    """Reads one document and keeps what is wrong with it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def table(self) -> YearTable:
        data = self._block(self.document.data, (), _TABLE_KEYS, ("year", "days"))
        year = data.get("year")
        if "year" in data and not (type(year) is int and _FIRST_YEAR <= year <= _LAST_YEAR):
            self._wrong(("year",), _A_YEAR)
        if data.get("mode", "replace") not in ("replace", "extend"):
            self._wrong(("mode",), _A_MODE)
        lines: dict[date, int | None] = {}
        days = list(self._days(data.get("days"), lines))
        number = year if isinstance(year, int) else _FIRST_YEAR
        return YearTable(number, tuple(sorted(days)), data.get("mode") != "extend", self.document.file, lines)

    def _days(self, listed: Any, lines: dict[date, int | None]) -> Iterator[SpecialDay]:
        if listed is not None and not isinstance(listed, list):
            self._wrong(("days",), _A_LIST)
        for number, one in enumerate(listed if isinstance(listed, list) else ()):
            path: Path = ("days", number)
            day = self._day(one, path)
            if day and day.on in lines:
                details = {"day": day.on, "first": lines[day.on]}
                self.problems.append(Problem(DATE_TWICE, self.document.place(path), details))
            elif day:
                lines[day.on] = self.document.line(path)
                yield day

    def _day(self, one: Any, path: Path) -> SpecialDay | None:
        found = len(self.problems)
        data = self._block(one, path, _DAY_KEYS, ("date", "kind", "name", "basis"))
        self._check(data, path, "date", lambda value: type(value) is date, _A_DAY)
        self._check(data, path, "in_place_of", lambda value: type(value) is date, _A_DAY)
        self._check(data, path, "kind", lambda value: value in list(DayKind), _A_KIND)
        self._check(data, path, "name", _is_name, _A_NAME)
        self._check(data, path, "basis", _is_text, _A_TEXT)
        self._check(data, path, "forecast", lambda value: isinstance(value, bool), _A_MARK)
        return None if len(self.problems) > found else _special(data)

    def _check(self, data: dict[str, Any], path: Path, key: str, is_right: Any, reason: str) -> None:
        if key in data and not is_right(data[key]):
            self._wrong((*path, key), reason)

    def _block(self, data: Any, path: Path, keys: tuple[str, ...], needed: tuple[str, ...]) -> dict[str, Any]:
        block = data if isinstance(data, dict) else {}
        known = ", ".join(keys)
        for key in block.keys() - set(keys):
            place = self.document.place((*path, key))
            self.problems.append(Problem(UNKNOWN_KEY, place, {"key": key, "known": known}))
        for key in needed:
            if key not in block:
                self.problems.append(Problem(MISSING_KEY, self.document.place(path), {"key": key}))
        return block

    def _wrong(self, path: Path, reason: str) -> None:
        details = {"key": path[-1], "reason": reason}
        self.problems.append(Problem(WRONG_VALUE, self.document.place(path), details))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_name(value: Any) -> bool:
    return isinstance(value, dict) and _is_text(value.get("vi")) and set(value) <= {"vi", "en"}


def _special(data: dict[str, Any]) -> SpecialDay:
    name = data["name"]
    return SpecialDay(
        on=data["date"],
        kind=DayKind(data["kind"]),
        name_vi=name["vi"],
        name_en=name.get("en") or name["vi"],
        basis=data["basis"],
        in_place_of=data.get("in_place_of"),
        is_forecast=data.get("forecast", False),
    )
