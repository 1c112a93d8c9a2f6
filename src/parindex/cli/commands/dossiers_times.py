"""``parindex dossiers times``: how long dossiers took: mean and percentiles of working hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.dossier_flags import PeriodFlag, StoreWord, UnitFlags
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Thời gian giải quyết của hồ sơ xong trong kỳ, tính bằng giờ làm việc, đã trừ thời gian chờ bổ sung: "
    "bình quân, trung vị, mức mà 90 % hồ sơ không vượt. Mặc định theo thủ tục."
)
EXAMPLES = (
    "parindex dossiers times kho/ --period 2026-09",
    "parindex dossiers times kho/ --period 2026-Q3 --by unit,procedure --out thoi-gian.xlsx",
)


def run(
    desk: Desk,
    store: StoreWord,
    period: PeriodFlag,
    units: UnitFlags,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="unit,field,procedure,channel",
            help=N_("tính theo gì; mặc định procedure; none: gộp chung"),
        ),
    ] = "procedure",
) -> Report:
    """Measure how long dossiers took."""
    from parindex.cli.dossier_flags import by_of, opened, period_of, spanned
    from parindex.dossiers.measures.asking import times
    from parindex.reports.dossier_times import times_report

    dimensions, asked, held = by_of(by), period_of(period), opened(store)
    desk.step(N_("Đang đếm hồ sơ"))
    frame = times(held, asked, dimensions, units.mapping())
    return spanned(times_report(frame, dimensions, asked, desk.lang), held, asked, desk)
