"""``parindex dossiers tt01``: the evaluation by TT 01/2018, as far as dossiers answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.dossier_flags import PeriodFlag, StoreWord, UnitFlags
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Đánh giá việc giải quyết thủ tục hành chính theo Thông tư 01/2018/TT-VPCP: điểm 0–2 của từng chỉ số mà "
    "hồ sơ trả lời được (1, 3, 7, 9), các chỉ số khác lấy từ bảng --given. Đủ chín chỉ số thì xếp loại."
)
EXAMPLES = (
    "parindex dossiers tt01 kho/ --period 2026",
    "parindex dossiers tt01 kho/ --period 2026 --given chi-so-khac.csv --out tt01.xlsx",
)


def run(
    desk: Desk,
    store: StoreWord,
    period: PeriodFlag,
    units: UnitFlags,
    given: Annotated[
        str | None,
        typer.Option(
            "--given",
            metavar=N_("TỆP.csv"),
            help=N_(
                "cột unit_id, indicator, points: điểm các chỉ số 2, 4, 5, 6, 8; dòng online: tỷ lệ thủ tục "
                "trực tuyến (0 đến 1)"
            ),
        ),
    ] = None,
) -> Report:
    """Evaluate units."""
    from parindex.cli.dossier_flags import opened, period_of, spanned
    from parindex.dossiers.measures.asking import ask
    from parindex.dossiers.measures.tables import read_points
    from parindex.dossiers.measures.tt01 import NEEDED, evaluate
    from parindex.reports.dossier_times import tt01_report

    asked, beside, held = period_of(period), read_points(given), opened(store)
    desk.step(N_("Đang đếm hồ sơ"))
    frame = ask(held, asked, NEEDED, ("unit",), units.mapping())
    found = {
        str(row["unit_id"]): evaluate(
            row, online_procedures=beside.online(row["unit_id"]), given=beside.points(row["unit_id"])
        )
        for row in frame.iter_rows(named=True)
    }
    return spanned(tt01_report(found, asked, desk.lang), held, asked, desk)
