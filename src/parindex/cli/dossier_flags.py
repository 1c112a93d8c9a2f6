"""What the commands about dossiers share: the store, the period, groups of units; and how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli import problems as say
from parindex.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parindex.cli.desk import Desk
    from parindex.dossiers.calendar.clock import WorkingClock
    from parindex.dossiers.measures.periods import Period
    from parindex.dossiers.store.folder import Store
    from parindex.reports.content import Report

StoreWord = Annotated[str, typer.Argument(metavar=N_("KHO"), help=N_("thư mục kho hồ sơ"))]
PeriodFlag = Annotated[
    str,
    typer.Option(
        "--period",
        "-p",
        metavar=N_("KỲ"),
        help=N_("kỳ: 2026, 2026-H1, 2026-Q3, 2026-09, CCHC-2026-Q1 hoặc 2026-01-05..2026-02-10"),
    ),
]
ByFlag = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="unit,field,procedure,channel",
        help=N_("đếm theo đơn vị, lĩnh vực, thủ tục, kênh nộp; mặc định unit; none: gộp chung"),
    ),
]
CalendarFlag = Annotated[
    list[str] | None,
    typer.Option(
        "--calendar",
        metavar=N_("TỆP"),
        help=N_("bảng ngày nghỉ, làm bù thay hoặc thêm (YAML); dùng nhiều lần được"),
    ),
]
LimitFlag = Annotated[
    int,
    typer.Option(
        "--limit", metavar=N_("SỐ"), min=0, help=N_("số hồ sơ nhiều nhất được liệt kê; mặc định 1000")
    ),
]


@dataclass(frozen=True)
class UnitFlags:
    """How units are put together."""

    groups: Annotated[
        str | None,
        typer.Option(
            "--groups",
            metavar=N_("TỆP"),
            help=N_("tệp CSV hai cột: mã đơn vị, mã nhóm (cụm, hoặc đơn vị mới sau sáp nhập)"),
        ),
    ] = None

    def mapping(self) -> Mapping[str, str] | None:
        """Read the groups; None where none are asked for. Raises :class:`ProblemsFound`."""
        return None if self.groups is None else read_groups(Path(self.groups))


def read_groups(path: Path) -> dict[str, str]:
    """Read a file of two columns: unit, group."""
    import polars as pl

    from parindex.dossiers.measures.kinds import WRONG_TABLE
    from parindex.errors import Place, Problem, ProblemsFound

    try:
        frame = pl.read_csv(path, infer_schema=False)
        first, second = frame.columns[:2]
        return dict(frame.select(first, second).drop_nulls().iter_rows())
    except (OSError, ValueError, pl.exceptions.PolarsError):
        details = {"columns": "unit_id, group_id"}
        raise ProblemsFound([Problem(WRONG_TABLE, Place(file=str(path)), details)]) from None


def opened(store: str) -> Store:
    """Open a store that has dossiers; raises :class:`ProblemsFound` (DO403), also where there is none."""
    from parindex.dossiers.measures.engines import NO_FACTS
    from parindex.dossiers.store.folder import Store
    from parindex.errors import Place, Problem, ProblemsFound

    held = Store.open(Path(store))
    if not held.manifest.files:
        raise ProblemsFound([Problem(NO_FACTS, Place(file=store))])
    return held


def units_of(store: Store, units: list[str] | None) -> list[str] | None:
    """Give the units that are asked for; raises :class:`ProblemsFound` (DO413) with each that is unknown."""
    from parindex.dossiers.measures.kinds import NO_UNIT
    from parindex.errors import Place, Problem, ProblemsFound

    known = set(store.lists.units)
    wrong = [Problem(NO_UNIT, Place(), {"given": one}) for one in units or () if one not in known]
    if wrong:
        raise ProblemsFound(wrong)
    return units


def spanned(report: Report, store: Store, period: Period, desk: Desk) -> Report:
    """Say in a report what the store does not know of its period."""
    from parindex.dossiers.measures.spans import known_days
    from parindex.reports.dossier_span import with_span

    return with_span(report, known_days(store, period), period, desk.lang)


def period_of(text: str) -> Period:
    """Read a period; raises :class:`ProblemsFound`."""
    from parindex.dossiers.measures.periods import parse_period

    return parse_period(text)


def by_of(text: str) -> tuple[str, ...]:
    """Read what to count by; a usage error for what is no dimension."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if names == ["none"]:
        return ()
    return tuple(say.choice("--by", name, ("unit", "field", "procedure", "channel")) for name in names)


def measures_of(text: str) -> tuple[str, ...]:
    """Read the names of counts and ratios; a usage error for what is none."""
    from parindex.dossiers.measures.catalogue import COUNTS, RATIOS

    names = [name.strip() for name in text.split(",") if name.strip()]
    return tuple(say.choice("--measures", name, (*COUNTS, *RATIOS)) for name in names)


def clock_of(calendar: list[str] | None) -> WorkingClock:
    """Give the working clock, with the tables of days that the line names."""
    from parindex.dossiers.calendar.clock import WorkingClock
    from parindex.dossiers.calendar.office import OfficeHours
    from parindex.dossiers.calendar.reading import calendar_with

    return WorkingClock(calendar_with(calendar or []), OfficeHours())
