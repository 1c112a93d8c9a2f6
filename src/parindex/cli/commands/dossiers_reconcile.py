"""``parindex dossiers reconcile``: printed figures against the dossiers; which dossiers explain a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.dossier_flags import CalendarFlag, LimitFlag, PeriodFlag, StoreWord, UnitFlags
from parindex.language import N_

if TYPE_CHECKING:
    import polars as pl

    from parindex.dossiers.calendar.clock import WorkingClock
    from parindex.dossiers.measures.periods import Period
    from parindex.dossiers.measures.reconcile import Reconciliation
    from parindex.dossiers.store.folder import Store
    from parindex.reports.content import Report

HELP = N_(
    "Đối soát: các tổng của Biểu số 06 có khớp không; số đã in có đúng với hồ sơ không. Chỗ nào lệch thì nêu "
    "lệch bao nhiêu và liệt kê những hồ sơ giải thích được chỗ lệch."
)
EXAMPLES = (
    "parindex dossiers reconcile kho/ --period 2022",
    "parindex dossiers reconcile kho/ -p 2022 --printed resolved=8104 --printed pending=74",
    "parindex dossiers reconcile kho/ -p 2022 --by unit --groups xa-moi.csv",
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
            help=N_("kiểm tra các tổng theo đơn vị, lĩnh vực, thủ tục, kênh nộp; mặc định gộp chung"),
        ),
    ] = "none",
    printed: Annotated[
        list[str] | None,
        typer.Option(
            "--printed",
            metavar=N_("TÊN=SỐ"),
            help=N_("một số đã in, ví dụ resolved=8104; dùng nhiều lần được"),
        ),
    ] = None,
    calendar: CalendarFlag = None,
    limit: LimitFlag = 1000,
) -> Report:
    """Compare print and dossiers."""
    import polars as pl

    from parindex.cli.dossier_flags import by_of, clock_of, opened, period_of, spanned
    from parindex.dossiers.measures.asking import ask
    from parindex.dossiers.measures.reconcile import NEEDED, reconcile
    from parindex.reports.dossier_measures import reconcile_report

    asked, figures, held, dimensions = period_of(period), _figures(printed or []), opened(store), by_of(by)
    desk.step(N_("Đang đếm hồ sơ"))
    rows = ask(held, asked, NEEDED, dimensions, units.mapping())
    found = reconcile(rows.select(pl.col(NEEDED).sum()).row(0, named=True), figures)
    named = _named(held, found, asked, clock_of(calendar), limit, desk)
    report = reconcile_report(found, named, asked, desk.lang, rows=rows, by=dimensions)
    return spanned(report, held, asked, desk)


def _figures(printed: list[str]) -> dict[str, int]:
    from parindex.dossiers.measures.kinds import NO_FIGURE
    from parindex.dossiers.measures.reconcile import NEEDED
    from parindex.errors import Place, Problem, ProblemsFound

    figures: dict[str, int] = {}
    wrong = []
    for text in printed:
        name, _, number = text.partition("=")
        digits = number.replace(".", "").replace(" ", "")
        if name in NEEDED and digits.isdigit():
            figures[name] = int(digits)
        else:
            wrong.append(Problem(NO_FIGURE, Place(), {"given": text, "known": ", ".join(NEEDED)}))
    if wrong:
        raise ProblemsFound(wrong)
    return figures


def _named(
    store: Store, found: Reconciliation, period: Period, clock: WorkingClock, limit: int, desk: Desk
) -> pl.DataFrame:
    """Name the dossiers of each suspect."""
    import polars as pl

    from parindex.dossiers.measures.listing import listed
    from parindex.language import translate

    parts = [pl.DataFrame(schema={"code": pl.String, "reason": pl.String})]
    for one in found.suspects:
        rows, _ = listed(store, period, one.count, clock, limit=limit)
        parts.append(rows.select("code", reason=pl.lit(translate(one.reason, desk.lang))))
    return pl.concat(parts)
