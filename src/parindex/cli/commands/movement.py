"""``parindex movement``: how points and ranks moved between two years."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.flags import AfterWord, BeforeWord, CrosswalkFlag, ReadFlags
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "So sánh hai năm: điểm, chỉ số và hạng của từng đơn vị tăng giảm bao nhiêu. Hai năm chấm theo hai "
    "bộ tiêu chí thì chỉ so sánh những gì so sánh được; phần còn lại được nêu tên.\n\n"
    "Thêm --unit để có câu chữ cho một đơn vị, thêm --criterion để xem một lĩnh vực."
)
EXAMPLES = (
    "parindex movement commune-hai-duong@2022 diem-2022.csv commune-hai-duong@2022 diem-2023.csv",
    "parindex movement province@2017 2021.csv province@2022 2022.csv --crosswalk doi-chieu.yaml",
    'parindex movement commune-hai-duong@2022 2022.csv commune-hai-duong@2022 2023.csv --unit "Xã Đồng Tâm"',
)


def run(  # words and flags
    desk: Desk,
    before: BeforeWord,
    values_before: Annotated[
        str, typer.Argument(metavar=N_("SỐ_LIỆU_TRƯỚC"), help=N_("tệp số liệu năm trước"))
    ],
    after: AfterWord,
    values_after: Annotated[str, typer.Argument(metavar=N_("SỐ_LIỆU_SAU"), help=N_("tệp số liệu năm sau"))],
    read: ReadFlags,
    crosswalk: CrosswalkFlag = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar=N_("ĐƠN_VỊ"), help=N_("chỉ đơn vị này, kèm câu chữ"))
    ] = None,
    criterion: Annotated[
        list[str] | None,
        typer.Option("--criterion", metavar=N_("MÃ"), help=N_("tiêu chí của bộ sau; dùng nhiều lần được")),
    ] = None,
    years: Annotated[
        str | None,
        typer.Option("--years", metavar="2022,2023", help=N_("tên hai năm, khi hai bộ tiêu chí là một")),
    ] = None,
) -> Report:
    """Compare two years."""
    from parindex.cli.scored import criterion_of, scored, unit_of, years_of
    from parindex.frameworks.comparing import load_crosswalk
    from parindex.frameworks.registry import find
    from parindex.ranking.movement import movement
    from parindex.reports.comparing import movement_report
    from parindex.tables import TOTAL

    named = years_of(years)
    old, new = find(before), find(after)
    links = load_crosswalk(Path(crosswalk), old.edition, new.edition) if crosswalk else None
    cards = scored(desk, old, values_before, read), scored(desk, new, values_after, read)
    desk.step(N_("Đang so sánh"))
    moved = movement(*cards, crosswalk=links, years=named)
    rows = [criterion_of(cards[1], code) for code in criterion or [TOTAL]]
    units = None if unit is None else [unit_of(cards[1], unit)]
    return movement_report(moved, desk.lang, rows, units)
