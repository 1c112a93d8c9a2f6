"""``parindex rank``: ranks, ties, classes, domains below the threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.flags import EditionWord, ReadFlags, ValuesWord
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Xếp hạng các đơn vị theo điểm chính xác, không theo điểm đã làm tròn. Cách xử lý đồng hạng, mẫu "
    "số in sau dấu / và xếp loại theo quy định của bộ tiêu chí. Cột cuối ghi các lĩnh vực dưới ngưỡng "
    "phải khắc phục."
)
EXAMPLES = (
    "parindex rank commune-hai-duong@2022 diem.csv",
    "parindex rank commune-hai-duong@2022 diem.csv --criterion 6",
    "parindex rank commune-hai-duong@2022 diem.csv --units xa.csv --by vung --domains",
    "parindex rank commune-hai-duong@2022 diem.csv --out xep-hang.xlsx",
)


def run(  # flags
    desk: Desk,
    edition: EditionWord,
    values: ValuesWord,
    read: ReadFlags,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar=N_("CỘT,…"),
            help=N_("cột của danh sách đơn vị để xếp hạng trong nhóm; mặc định league"),
        ),
    ] = None,
    criterion: Annotated[
        str | None,
        typer.Option(
            "--criterion",
            metavar=N_("MÃ"),
            help=N_("xếp theo tiêu chí hoặc nguồn điểm này, thay vì tổng điểm"),
        ),
    ] = None,
    domains: Annotated[bool, typer.Option("--domains", help=N_("thêm bảng hạng của từng lĩnh vực"))] = False,
) -> Report:
    """Rank the units of a file."""
    from dataclasses import replace

    from parindex.cli.scored import card_of, column_of, criterion_of
    from parindex.reports.ranking import domain_places, ranking_report

    card = card_of(desk, edition, values, read)
    groups = [column_of(card, name.strip()) for name in (by or "league").split(",") if name.strip()]
    report = ranking_report(card, desk.lang, groups, criterion_of(card, criterion))
    if not domains:
        return report
    table = domain_places(card, desk.lang)
    return replace(report, parts=(*report.parts, table), more=lambda: (*report.full(), table))
