"""``parindex demo``: the whole way on a small example that is always there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parindex.cli.desk import Desk
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Chấm điểm một nhóm 20 xã theo bộ tiêu chí commune-hai-duong@2022, in bảng xếp hạng và diễn giải "
    "điểm của Xã Đồng Tâm. Xã Đồng Tâm là số liệu thật đã công bố; 19 xã còn lại là số liệu tổng hợp, "
    "ghi (minh họa) sau tên.\n\n"
    "Thêm --out demo.xlsx để xem kết quả trong Excel."
)
EXAMPLES = ("parindex demo", "parindex demo --out demo.xlsx", "parindex demo --lang en")


def run(desk: Desk) -> Report:
    """Score, rank and explain the demonstration league."""
    from parindex.cli.flags import ReadFlags
    from parindex.cli.scored import scored
    from parindex.frameworks.registry import find
    from parindex.reports.demonstration import EDITION, LEAGUE_FILE, demonstration_report

    loaded = find(EDITION)
    card = scored(desk, loaded, str(loaded.folder / LEAGUE_FILE), ReadFlags(decimal="point"))
    report = demonstration_report(card, desk.lang)
    if desk.give.out is not None:
        desk.show(report)
    return report
