"""``parindex dossiers late``: which dossiers are late, by how many days, and whom an apology is due to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.dossier_flags import CalendarFlag, LimitFlag, PeriodFlag, StoreWord
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Liệt kê hồ sơ quá hạn của một kỳ: giải quyết quá hạn trong kỳ, và còn đang giải quyết mà đã quá hạn "
    "vào ngày cuối kỳ; trễ nhiều xếp trước. Với --apologies: hồ sơ phải gửi thư xin lỗi tính đến ngày ấy."
)
EXAMPLES = (
    "parindex dossiers late kho/ --period 2026-09",
    "parindex dossiers late kho/ --period 2026-09 --unit 000.00.01.H26 --out qua-han.xlsx",
    "parindex dossiers late kho/ --period 2026-09 --apologies",
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
    calendar: CalendarFlag = None,
    limit: LimitFlag = 1000,
) -> Report:
    """List what is late."""
    from parindex.cli.dossier_flags import clock_of, opened, period_of
    from parindex.dossiers.apologies import apologies_due
    from parindex.dossiers.measures.late import COUNT, with_days
    from parindex.dossiers.measures.listing import listed
    from parindex.reports.dossier_measures import apologies_report, late_report

    asked, clock = period_of(period), clock_of(calendar)
    desk.step(N_("Đang tìm hồ sơ"))
    count = "pending" if apologies else COUNT
    rows, total = listed(opened(store), asked, count, clock, units=unit, limit=limit)
    if apologies:
        return apologies_report(apologies_due(rows, clock, asked.end), asked, desk.lang)
    return late_report(with_days(rows, clock, asked.end), total, asked, desk.lang)
