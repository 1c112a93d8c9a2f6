"""``parindex score``: the points of every unit and criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parindex.cli.desk import Desk
from parindex.cli.flags import EditionWord, ReadFlags, ValuesWord
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Chấm điểm mọi đơn vị trong tệp số liệu theo một bộ tiêu chí. Màn hình hiện điểm từng lĩnh vực, "
    "từng kênh và tổng điểm; tệp XLSX, CSV, Parquet, JSON có mọi tiêu chí, thứ hạng và diễn giải.\n\n"
    "Thiếu số liệu thì để trống và nói rõ, không tính là 0, trừ khi bộ tiêu chí quy định."
)
EXAMPLES = (
    "parindex score commune-hai-duong@2022 diem.csv",
    "parindex score commune-hai-duong@2022 diem.xlsx --units xa.csv --out ket-qua.xlsx",
    "parindex score commune-hai-duong@2022 diem.csv --sources appraisal2,appraisal1,survey --format json",
    "parindex score commune-hai-duong@2022 diem.csv --table explanations --format csv",
)


def run(desk: Desk, edition: EditionWord, values: ValuesWord, read: ReadFlags) -> Report:
    """Score the units of a file."""
    from parindex.cli.scored import card_of
    from parindex.reports.scores import score_report

    return score_report(card_of(desk, edition, values, read), desk.lang)
