"""``parindex dossiers form06``: Biểu số 06/VPCP/KSTT of a period, with the check of its sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parindex.cli.desk import Desk
from parindex.cli.dossier_flags import ByFlag, PeriodFlag, StoreWord, UnitFlags
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Lập Biểu số 06/VPCP/KSTT (Thông tư 01/2020/TT-VPCP) của một kỳ, theo đơn vị, lĩnh vực hay thủ tục. "
    "Các tổng của biểu luôn được kiểm tra; tổng nào lệch thì nêu lệch bao nhiêu."
)
EXAMPLES = (
    "parindex dossiers form06 kho/ --period 2026-Q3",
    "parindex dossiers form06 kho/ --period 2026-Q3 --by field --out bieu-06.xlsx",
)


def run(desk: Desk, store: StoreWord, period: PeriodFlag, units: UnitFlags, by: ByFlag = "unit") -> Report:
    """Make the form."""
    from parindex.cli.dossier_flags import by_of, opened, period_of, spanned
    from parindex.dossiers.measures.asking import ask
    from parindex.dossiers.measures.form06 import COLUMNS, WITHOUT_END
    from parindex.reports.dossier_measures import form06_report

    dimensions, asked, held = by_of(by), period_of(period), opened(store)
    desk.step(N_("Đang đếm hồ sơ"))
    frame = ask(held, asked, (*COLUMNS, WITHOUT_END), dimensions, units.mapping())
    return spanned(form06_report(frame, dimensions, asked, desk.lang), held, asked, desk)
