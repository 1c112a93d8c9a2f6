"""``parindex dossiers late``: which dossiers are late, by how many days, and whom an apology is due to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.dossier_flags import CalendarFlag, LimitFlag, PeriodFlag, StoreWord
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.dossiers.calendar.clock import WorkingClock
    from parindex.dossiers.measures.periods import Period
    from parindex.dossiers.store.folder import Store
    from parindex.reports.content import Report

HELP = N_(
    "Liệt kê hồ sơ quá hạn của một kỳ: giải quyết quá hạn trong kỳ, và còn đang giải quyết mà đã quá hạn "
    "vào ngày cuối kỳ; trễ nhiều xếp trước. Với --apologies: hồ sơ phải gửi thư xin lỗi tính đến ngày ấy, "
    "trong số nay vẫn đang giải quyết. "
    "Với --ages: số hồ sơ đang giải quyết theo số ngày làm việc đã chờ. "
    "Kho không ghi lịch: kho nhập với --calendar nào thì nêu lại --calendar ấy."
)
EXAMPLES = (
    "parindex dossiers late kho/ --period 2026-09",
    "parindex dossiers late kho/ --period 2026-09 --unit 000.00.01.H26 --out qua-han.xlsx",
    "parindex dossiers late kho/ --period 2026-09 --apologies",
    "parindex dossiers late kho/ --period 2026-09 --ages",
)


def run(
    desk: Desk,
    store: StoreWord,
    period: PeriodFlag,
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar=N_("MÃ"), help=N_("chỉ đơn vị này; dùng nhiều lần được")),
    ] = None,
    apologies: Annotated[
        bool, typer.Option("--apologies", help=N_("liệt kê hồ sơ phải gửi thư xin lỗi"))
    ] = False,
    ages: Annotated[
        bool, typer.Option("--ages", help=N_("đếm hồ sơ đang giải quyết theo số ngày đã chờ"))
    ] = False,
    calendar: CalendarFlag = None,
    limit: LimitFlag = 1000,
) -> Report:
    """List what is late."""
    from parindex.cli.dossier_flags import clock_of, opened, period_of, spanned, units_of
    from parindex.dossiers.measures.late import COUNT, days_late, with_days
    from parindex.dossiers.measures.listing import listed
    from parindex.reports.dossier_lists import late_report

    held, asked, clock = opened(store), period_of(period), clock_of(calendar)
    unit = units_of(held, unit)
    desk.step(N_("Đang tìm hồ sơ"))
    if ages:
        return spanned(_ages(held, asked, clock, unit, desk), held, asked, desk)
    if apologies:
        return spanned(_apologies(held, asked, clock, unit, limit, desk), held, asked, desk)
    greatest = days_late(clock, asked.end)
    rows, total = listed(held, asked, COUNT, clock, units=unit, greatest=greatest, limit=limit)
    resolved = listed(held, asked, "resolved_late", clock, units=unit, limit=0)[1]
    report = late_report(with_days(rows, clock, asked.end), (resolved, total - resolved), asked, desk.lang)
    return spanned(report, held, asked, desk)


def _apologies(
    store: Store, period: Period, clock: WorkingClock, units: list[str] | None, limit: int, desk: Desk
) -> Report:
    """List whom a letter is due to, what is due first first."""
    import polars as pl

    from parindex.dossiers.apologies import apologies_due, owes_letter
    from parindex.dossiers.measures.listing import listed
    from parindex.reports.dossier_lists import Letters, apologies_report

    earliest = -pl.col("due_on").to_physical()
    owing = owes_letter(clock, period.end)

    def found(count: str, only: pl.Expr | None, most: int) -> tuple[pl.DataFrame, int]:
        return listed(store, period, count, clock, units=units, only=only, greatest=earliest, limit=most)

    rows, total = found("pending", owing, limit)
    missed = found("pending", owing & (pl.col("due_on") < period.end), 0)[1]
    overdue = found("pending_overdue", None, 0)[1]
    counted = Letters(missed, total - missed, overdue - missed)
    return apologies_report(apologies_due(rows, clock, period.end), counted, period, desk.lang)


def _ages(store: Store, period: Period, clock: WorkingClock, units: list[str] | None, desk: Desk) -> Report:
    """Count what is pending by age."""
    from parindex.dossiers.measures.late import ages_of, pending_cells
    from parindex.reports.dossier_times import ages_report

    known = store.lists.units
    places = None if units is None else [known.index(one) for one in units if one in known]
    pending = pending_cells(store.facts_paths(), period, places)
    parts = {name: pending.filter(is_overdue=late) for name, late in (("in_time", False), ("overdue", True))}
    counted = {name: ages_of(part, clock, period.end) for name, part in parts.items()}
    return ages_report(counted["in_time"], counted["overdue"], period, desk.lang)
