"""``parindex explain``: why a unit has its points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.flags import EditionWord, ReadFlags, ValuesWord
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Diễn giải điểm của một đơn vị: so với nhóm, cách tính tổng điểm, lý do của từng tiêu chí kèm văn "
    "bản làm căn cứ, và điểm mất ở đâu, nhiều nhất trước.\n\n"
    "Thêm mã tiêu chí để chỉ xem nhánh ấy."
)
EXAMPLES = (
    'parindex explain commune-hai-duong@2022 diem.csv "Xã Đồng Tâm"',
    "parindex explain commune-hai-duong@2022 diem.csv dong-tam 6",
    "parindex explain commune-hai-duong@2022 diem.csv dong-tam --format json",
)


def run(
    desk: Desk,
    edition: EditionWord,
    values: ValuesWord,
    unit: Annotated[
        str, typer.Argument(metavar=N_("ĐƠN_VỊ"), help=N_("mã hoặc tên đơn vị, có dấu hay không dấu"))
    ],
    read: ReadFlags,
    criterion: Annotated[
        str | None,
        typer.Argument(metavar=N_("TIÊU_CHÍ"), help=N_("mã tiêu chí hoặc nguồn điểm; mặc định tổng điểm")),
    ] = None,
) -> Report:
    """Explain a unit."""
    from parindex.cli.scored import card_of, criterion_of, unit_of
    from parindex.reports.unit_sheet import unit_report

    card = card_of(desk, edition, values, read)
    return unit_report(card, unit_of(card, unit), criterion_of(card, criterion), desk.lang)
