"""``parindex dossiers kpi``: what reports and dashboards ask of dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.dossier_flags import ByFlag, PeriodFlag, StoreWord, UnitFlags
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Đếm hồ sơ của một kỳ: tiếp nhận, đã giải quyết, trước hạn, đúng hạn, quá hạn, đang giải quyết; tỷ lệ "
    "nộp trực tuyến, toàn trình, bưu chính, số hóa, tái sử dụng, thanh toán, VNeID; thời gian bình quân, số "
    "lần bổ sung. Mỗi tỷ lệ là hai số đếm; bảng ghi ra tệp có cả hai."
)
EXAMPLES = (
    "parindex dossiers kpi kho/ --period 2026-09",
    "parindex dossiers kpi kho/ --period CCHC-2026-Q1 --by field --out linh-vuc.xlsx",
    "parindex dossiers kpi kho/ --period 2026 --groups xa-moi.csv --format json",
    "parindex dossiers kpi kho/ --period 2026-09 --measures received,waiting,on_time_share",
)


def run(
    desk: Desk,
    store: StoreWord,
    period: PeriodFlag,
    units: UnitFlags,
    by: ByFlag = "unit",
    measures: Annotated[
        str | None,
        typer.Option(
            "--measures",
            metavar=N_("TÊN,…"),
            help=N_("chỉ những số đếm, tỷ lệ này, theo tên trong bảng ghi ra tệp"),
        ),
    ] = None,
) -> Report:
    """Count a period."""
    from parindex.cli.dossier_flags import by_of, measures_of, opened, period_of, spanned
    from parindex.dossiers.measures.asking import ask
    from parindex.reports.dossier_measures import KPIS, measures_report

    dimensions, asked, held = by_of(by), period_of(period), opened(store)
    names = KPIS if measures is None else measures_of(measures)
    desk.step(N_("Đang đếm hồ sơ"))
    frame = ask(held, asked, names, dimensions, units.mapping())
    return spanned(measures_report(frame, names, dimensions, asked, desk.lang), held, asked, desk)
