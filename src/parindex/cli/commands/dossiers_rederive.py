"""``parindex dossiers rederive``: judge dossiers anew after a correction of the calendar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.dossier_flags import StoreWord
from parindex.language import N_

if TYPE_CHECKING:
    from datetime import date

    from parindex.reports.content import Report

HELP = N_(
    "Tính lại hạn, số ngày trễ của những hồ sơ có ngày được sửa trong lịch nằm giữa ngày tiếp nhận và ngày "
    "kết thúc hoặc ngày hẹn trả; các hồ sơ khác giữ nguyên. Không nêu --day thì lấy các ngày mà bảng "
    "--calendar khác lịch kèm theo phần mềm. --all tính lại mọi hồ sơ, dùng khi phần mềm đổi cách tính."
)
EXAMPLES = (
    "parindex dossiers rederive kho/ --calendar lich-2026.yaml",
    "parindex dossiers rederive kho/ --day 2026-08-31 --day 2026-08-22",
    "parindex dossiers rederive kho/ --all",
)


def run(
    desk: Desk,
    store: StoreWord,
    calendar: Annotated[
        list[str] | None,
        typer.Option(
            "--calendar",
            metavar=N_("TỆP"),
            help=N_("bảng ngày nghỉ, làm bù đã sửa (YAML); dùng nhiều lần được"),
        ),
    ] = None,
    day: Annotated[
        list[str] | None,
        typer.Option(
            "--day", metavar=N_("NGÀY"), help=N_("ngày đã sửa, ví dụ 2026-08-31; dùng nhiều lần được")
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=N_("tính lại mọi hồ sơ"))] = False,
) -> Report:
    """Make facts anew."""
    from parindex.cli.dossier_flags import opened
    from parindex.dossiers.calendar.clock import WorkingClock
    from parindex.dossiers.calendar.office import OfficeHours
    from parindex.dossiers.calendar.reading import calendar_with, shipped_calendar
    from parindex.dossiers.store.rederiving import rederive
    from parindex.reports.dossiers import rederived_report

    corrected = calendar_with(calendar or [])
    days = None if every else _days(day) if day else corrected.changed_days(shipped_calendar())
    held = opened(store)
    clock = WorkingClock(corrected, OfficeHours())

    def told(file: str, share: float, _rows: int, _rejected: int) -> None:
        desk.step(Path(file).name, int(share * 1000), 1000)

    return rederived_report(rederive(held, clock, days, on_progress=told), days, desk.lang)


def _days(texts: list[str]) -> list[date]:
    """Read days; raises :class:`ProblemsFound` with each that is none (DO411)."""
    from datetime import date

    from parindex.dossiers.measures.kinds import NO_DAY
    from parindex.errors import Place, Problem, ProblemsFound

    days, wrong = list[date](), list[Problem]()
    for text in texts:
        try:
            days.append(date.fromisoformat(text.strip()))
        except ValueError:
            wrong.append(Problem(NO_DAY, Place(), {"given": text}))
    if wrong:
        raise ProblemsFound(wrong)
    return sorted(set(days))
